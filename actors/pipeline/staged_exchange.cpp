#include "actors/pipeline/staged_exchange.hpp"

#include "actors/exchange/begin.hpp"
#include "actors/exchange/whole_response.hpp"

#include <algorithm>
#include <utility>

namespace troupe::actors {

namespace {

using codecs::octets;
using codecs::fields::name;
namespace http = codecs::http;
namespace http1 = codecs::http1;

/// What a stage did to the head must not make its framing a lie.
void mend_framing(http1::request_head& head, bool rewritten) {
  using enum http::body_kind;
  auto& fields = head.fields;
  if (rewritten && head.framing.kind != none)
    head.framing = {.kind = chunked, .length = 0};
  fields.erase(name::transfer_encoding);
  if (head.framing.kind != length)
    fields.erase(name::content_length);
  else if (auto text = std::to_string(head.framing.length);
           fields.get(name::content_length) != text
           || fields.repeated(name::content_length))
    fields.set("Content-Length", text);
  head.wants_upgrade = head.wants_upgrade && fields.has(name::upgrade);
  if (fields.has(name::host))
    head.authority = fields.get(name::host);
}

} // namespace

staged_exchange::staged_exchange(session_side& session, exchange_tools& tools,
                                 const site& here)
  : session_(session), tools_(tools), here_(here),
    request_text_(tools.texts.take()), response_text_(tools.texts.take()) {
  context_.request_ = tools.request_heads.take();
  context_.response_ = tools.response_heads.take();
  context_.loop_ = &tools.loop;
}

staged_exchange::~staged_exchange() {
  cancel(request_);
  cancel(response_);
  inner_.reset();
  log();
  tools_.request_heads.put(std::move(context_.request_));
  tools_.request_heads.put(std::move(context_.upstream_head_));
  tools_.response_heads.put(std::move(context_.response_));
  tools_.trailer_maps.put(std::move(request_.trailers));
  tools_.trailer_maps.put(std::move(response_.trailers));
  tools_.texts.put(std::move(request_text_));
  tools_.texts.put(std::move(response_text_));
}

void staged_exchange::begin(http1::request_head& head, std::string_view text,
                            const site::route& route,
                            const client_info& client) {
  route_ = &route;
  stages_ = route.stages;
  request_text_.assign(text);
  head.swap(*context_.request_);
  auto& request = *context_.request_;
  request.rebase(text, request_text_.data());
  if (auto* host = request.fields.find(name::host);
      host && host->value != request.authority)
    request.fields.set("Host", request.authority); // RFC 9112 section 3.2.2
  context_.client_ = client;
  context_.route_ = route.name;
  context_.loop_ = &tools_.loop;
  context_.session_ = &session_;
  context_.times_.begun = tools_.loop.now();
  if (auto* upstream = std::get_if<upstream_here*>(&route.target))
    context_.upstream_ = (*upstream)->name;
  run_request();
}

// -- stages -------------------------------------------------------------------

template <class Stage, class... Args>
verdict staged_exchange::call(Stage&& stage, Args&... args) {
  try {
    return stage(context_, args...);
  } catch (const std::exception& e) {
    return verdict::fail(
      {proxy_errc::stage_failed,
       std::string{to_string(context_.at_)} + ": " + e.what()});
  } catch (...) {
    return verdict::fail(
      {proxy_errc::stage_failed, std::string{to_string(context_.at_)}
                                   + ": an exception of no known type"});
  }
}

/// True if all stages of the track's phase have let it pass.
bool staged_exchange::run_heads(track& t) {
  auto& stages = stages_->heads(t.at);
  while (t.next < stages.size()) {
    context_.at_ = t.at;
    if (!obey(t, call(stages[t.next++])))
      return false;
  }
  return true;
}

bool staged_exchange::run_rewriters(track& t) {
  while (t.next < t.rewriters.size()) {
    auto& x = t.rewriters[t.next++];
    context_.at_ = x.at;
    if (!obey(t, call(*x.run, *t.chunk)))
      return false;
  }
  return true;
}

codecs::fields::map& staged_exchange::trailers_of(track& t) {
  if (!t.trailers)
    t.trailers = tools_.trailer_maps.take();
  return *t.trailers;
}

/// Which stages are to rewrite the body, now that its head is known. False if
/// the question was too much for one.
bool staged_exchange::find_rewriters(track& t, phase at) {
  for (auto& x : stages_->bodies(at)) {
    context_.at_ = at;
    auto wanted = true;
    auto v = call([&](exchange_context& c) -> verdict {
      wanted = !x.when || x.when(c);
      return {};
    });
    if (!obey(t, std::move(v)))
      return false;
    if (wanted)
      t.rewriters.push_back({at, &x.run});
  }
  return true;
}

bool staged_exchange::run_trailers(track& t, phase at) {
  for (auto& stage : stages_->trailers(at)) {
    context_.at_ = at;
    if (!obey(t, call(stage, trailers_of(t))))
      return false;
  }
  return true;
}

/// False if the stages behind are not to be called, or not yet.
bool staged_exchange::obey(track& t, verdict v) {
  auto& may = info_of(context_.at_);
  switch (v.what()) {
    case verdict::kind::try_again:
    case verdict::kind::go_on: return true;
    case verdict::kind::fail: fail_with(std::move(v.error())); return false;
    case verdict::kind::answer:
      if (may.may_answer && !head_out_) {
        answer_with(std::move(v.response()));
        return false;
      }
      break;
    case verdict::kind::delay:
      if (may.may_suspend) {
        suspend(t, v.delay());
        return false;
      }
      break;
    case verdict::kind::ask:
      if (may.may_suspend)
        return ask(t, v.stage());
      break;
  }
  fail_with({proxy_errc::stage_failed,
             std::string{may.name} + ": a verdict that it may not give"});
  return false;
}

void staged_exchange::suspend(track& t, std::chrono::milliseconds time) {
  if (t.chunk)
    t.chunk->own();
  t.suspended = true;
  t.since = tools_.loop.now();
  t.due = t.since + time;
}

/// True if it goes on at once, because the policy says so.
bool staged_exchange::ask(track& t, std::size_t stage) {
  auto& porter = stages_->porter(stage);
  auto& request = *context_.request_;
  auto question = examine{.at = context_.at_,
                          .client = std::string{context_.client_.address},
                          .method = std::string{request.method_text},
                          .authority = std::string{request.authority},
                          .target = std::string{request.target.text},
                          .fields = field_snapshot{request.fields}};
  if (context_.has_response()) {
    question.status = context_.response_->status;
    question.response_fields = field_snapshot{context_.response_->fields};
  }
  if (t.chunk) {
    question.body = t.chunk->text();
    question.last = t.chunk->last();
  }
  if (auto why = porter.ask(std::move(question), *this, t.ticket);
      why.what != proxy_errc::none) {
    if (porter.options().on_failure.lets_pass)
      return true;
    on_stage_failure(t, std::move(why), porter.options());
    return false;
  }
  t.porter = &porter;
  suspend(t, porter.options().timeout);
  return false;
}

void staged_exchange::wake(track& t) noexcept {
  using microseconds = exchange_spans::microseconds;
  if (std::exchange(t.suspended, false))
    waited_
      = waited_.value_or(microseconds{0})
        + std::chrono::duration_cast<microseconds>(tools_.loop.now() - t.since);
  t.due.reset();
  t.porter = nullptr;
}

void staged_exchange::cancel(track& t) noexcept {
  if (t.porter)
    t.porter->forget(t.ticket);
  wake(t);
}

/// With the stage behind the one that it waited for.
void staged_exchange::carry_on(track& t) {
  if (&t == &request_)
    settle_request();
  else
    settle_response();
}

void staged_exchange::on_judged(stage_ticket which, failure& why, judgment& x) {
  auto& t = request_.porter && request_.ticket == which ? request_ : response_;
  judged_ = {&t, &why, &x};
  session_.enter_exchange({}); // comes back, with the session running
}

void staged_exchange::judge(track& t, failure& why, judgment& x) {
  auto& porter = *t.porter;
  wake(t);
  if (why.what != proxy_errc::none)
    on_stage_failure(t, std::move(why), porter.options());
  else if (apply(t, x))
    carry_on(t);
}

/// What the judgment changes, and then what it decides: true if it goes on.
bool staged_exchange::apply(track& t, judgment& x) {
  auto& fields
    = &t == &request_ ? context_.request_->fields : context_.response_->fields;
  for (auto& edit : x.edits) {
    if (!may_be_sent({{edit.name, edit.value}})) {
      fail_with({proxy_errc::stage_failed, "a line break in a field"});
      return false;
    }
    switch (edit.what) {
      case field_edit::kind::set: fields.set(edit.name, edit.value); break;
      case field_edit::kind::append:
        fields.append(edit.name, edit.value);
        break;
      case field_edit::kind::remove: fields.erase(edit.name); break;
    }
  }
  if (!x.upstream.empty())
    context_.upstream(x.upstream);
  if (x.new_body && t.chunk)
    t.chunk->replace(std::move(x.body));
  switch (x.what) {
    case judgment::kind::go_on: return true;
    case judgment::kind::answer:
      return obey(t, verdict::answer(std::move(x.response)));
    case judgment::kind::fail:
      return obey(t, verdict::fail(std::move(x.error)));
    case judgment::kind::delay: return obey(t, verdict::delay(x.pause));
  }
  return true;
}

void staged_exchange::on_stage_failure(track& t, failure why,
                                       const stage_actor_options& options) {
  auto& policy = options.on_failure;
  if (policy.lets_pass) {
    carry_on(t);
  } else if (policy.with != 0 && !head_out_) {
    context_.error_ = why;
    answer_with(error_page(why, policy.with));
  } else {
    fail_with(std::move(why));
  }
}

// -- the request --------------------------------------------------------------

void staged_exchange::run_request() {
  auto& t = request_;
  for (;;) {
    if (!run_heads(t))
      return;
    if (t.at == phase::choose_upstream
        || (t.at == phase::request && context_.upstream_.empty()))
      break;
    t.at = static_cast<phase>(static_cast<int>(t.at) + 1);
    t.next = 0;
  }
  forward();
}

void staged_exchange::forward() {
  auto target = route_->target;
  if (!context_.upstream_.empty()) {
    auto* upstream = here_.upstream(context_.upstream_);
    if (!upstream) {
      fail_with(
        {proxy_errc::no_backend, "no upstream '" + context_.upstream_ + "'"});
      return;
    }
    target = upstream;
  } else if (std::holds_alternative<std::monostate>(target)) {
    fail_with({proxy_errc::no_route, "no stage has answered"});
    return;
  }
  auto& t = request_;
  auto& head = *context_.request_;
  if (head.framing.kind != http::body_kind::none
      && !find_rewriters(t, phase::request_body))
    return;
  mend_framing(head, !t.rewriters.empty());
  context_.times_.forwarded = tools_.loop.now();
  forwarded_ = inner_lives_ = true;
  begin_exchange(inner_, *this, tools_, target, head, context_.client_, this);
}

void staged_exchange::settle_request() {
  auto& t = request_;
  if (!forwarded_)
    run_request();
  else if (t.chunk)
    run_request_body({}, false);
  if (!inner_lives_ || t.suspended)
    return;
  if (!t.held.empty()) {
    auto waiting = std::exchange(t.held, {});
    pass_body(waiting.front());
  }
  if (t.ended && !t.suspended)
    end_request();
  push();
}

void staged_exchange::on_body(octets piece) {
  context_.account_.request_octets += piece.size();
  if (!forwarded_ || request_.suspended)
    request_.held.append(piece);
  else
    pass_body(piece);
}

void staged_exchange::pass_body(octets piece) {
  if (!inner_lives_ || request_.over)
    return; // nobody wants the rest
  if (request_.rewriters.empty())
    inner_->on_body(piece);
  else
    run_request_body(piece, false);
}

/// A piece, or, if one is on its way, the rest of that way.
void staged_exchange::run_request_body(octets piece, bool last) {
  auto& t = request_;
  if (!t.chunk) {
    t.chunk.emplace(piece, last);
    t.next = 0;
  }
  if (!run_rewriters(t))
    return;
  if (inner_lives_ && !t.chunk->bytes().empty())
    inner_->on_body(t.chunk->bytes());
  t.over = t.chunk->last();
  t.chunk.reset();
  if (t.over && inner_lives_)
    inner_->on_request_end(trailers_of(t));
}

void staged_exchange::on_request_end(const codecs::fields::map& trailers) {
  request_.ended = true;
  for (auto& x : trailers)
    trailers_of(request_).append(x.name, x.value);
  if (forwarded_ && !request_.suspended && request_.held.empty())
    end_request();
}

void staged_exchange::end_request() {
  auto& t = request_;
  t.ended = false; // once
  if (!inner_lives_ || t.over || !run_trailers(t, phase::request_trailers))
    return;
  if (t.rewriters.empty())
    inner_->on_request_end(trailers_of(t));
  else
    run_request_body({}, true);
}

void staged_exchange::push() {
  if (inner_lives_)
    inner_->push();
}

bool staged_exchange::wants_body() const {
  if (!forwarded_ || request_.suspended || !request_.held.empty())
    return false;
  return inner_lives_ && (request_.over || inner_->wants_body());
}

runtime::net::stream* staged_exchange::bare_socket(std::uint64_t left) {
  if (!inner_lives_ || request_.suspended || !request_.rewriters.empty())
    return nullptr;
  return inner_->bare_socket(left);
}

void staged_exchange::moved_bare(std::size_t n) {
  context_.account_.request_octets += n;
  inner_->moved_bare(n);
}

void staged_exchange::broken_bare(int error) {
  inner_->broken_bare(error);
}

// -- what else the session tells ----------------------------------------------

void staged_exchange::resume() {
  if (response_.suspended)
    return;
  if (!response_.held.empty() || response_.ended)
    settle_response();
  if (inner_lives_ && !congested())
    inner_->resume();
}

void staged_exchange::on_upstream(runtime::loop::readiness what) {
  if (judged_) {
    auto x = *std::exchange(judged_, std::nullopt);
    judge(*x.of, *x.why, *x.x);
  } else if (inner_lives_) {
    inner_->on_upstream(what);
  }
}

void staged_exchange::on_lease(lease_id which, connection_lease x) {
  inner_->on_lease(which, std::move(x));
}

void staged_exchange::on_served(failure why, served x) {
  if (inner_lives_)
    inner_->on_served(std::move(why), std::move(x));
}

void staged_exchange::abandon(const failure& why) {
  if (context_.error_.what == proxy_errc::none)
    context_.error_ = why;
  cancel(request_);
  cancel(response_);
  drop_inner(why);
  over_ = true;
}

void staged_exchange::drop_inner(const failure& why) {
  if (std::exchange(inner_lives_, false))
    inner_->abandon(why);
}

bool staged_exchange::done() const {
  return over_ && (!inner_lives_ || inner_->done());
}

std::optional<runtime::time::steady_point> staged_exchange::deadline() const {
  auto earliest = inner_lives_ ? inner_->deadline() : std::nullopt;
  for (auto* t : {&request_, &response_})
    if (t->due && (!earliest || *t->due < *earliest))
      earliest = t->due;
  return earliest;
}

void staged_exchange::expire(runtime::time::steady_point now) {
  for (auto* t : {&request_, &response_}) {
    if (!t->due || *t->due > now)
      continue;
    if (auto* porter = t->porter) {
      cancel(*t);
      on_stage_failure(*t, {proxy_errc::stage_timeout, porter->stage()},
                       porter->options());
    } else {
      wake(*t);
      carry_on(*t);
    }
  }
  if (inner_lives_)
    inner_->expire(now);
}

// -- attempts -----------------------------------------------------------------

codecs::result<const http1::request_head*, failure>
staged_exchange::on_connected(std::string_view backend, bool reused) {
  context_.backend_ = backend;
  context_.times_.connected = tools_.loop.now();
  context_.account_.reused = reused;
  ++context_.account_.attempts;
  auto& stages = stages_->heads(phase::upstream_request);
  auto run = [this](phase at) -> failure {
    for (auto& stage : stages_->heads(at)) {
      context_.at_ = at;
      auto v = call(stage);
      if (v.what() == verdict::kind::fail)
        return std::move(v.error());
    }
    return {};
  };
  auto why = run(phase::connected);
  if (why.what == proxy_errc::none && stages.empty())
    return context_.request_.get();
  if (why.what == proxy_errc::none) {
    auto& from = *context_.request_;
    if (!context_.upstream_head_)
      context_.upstream_head_ = tools_.request_heads.take();
    auto& head = *context_.upstream_head_;
    head.clear();
    head.fields.append_views(from.fields);
    head.method = from.method;
    head.method_text = from.method_text;
    head.target = from.target;
    head.version = from.version;
    head.authority = from.authority;
    head.framing = from.framing;
    head.expect_continue = from.expect_continue;
    head.wants_upgrade = from.wants_upgrade;
    head.accepts_trailers = from.accepts_trailers;
    why = run(phase::upstream_request);
    if (why.what == proxy_errc::none) {
      mend_framing(head, false);
      return &head;
    }
  }
  return why;
}

bool staged_exchange::insists(const failure& why, bool connected) {
  if (!connected)
    ++context_.account_.attempts;
  if (context_.account_.attempts >= max_attempts)
    return false;
  auto at = connected ? phase::error_while_proxying : phase::failed_to_connect;
  auto insists = false;
  for (auto& stage : stages_->failures(at)) {
    context_.at_ = at;
    if (call(stage, why).what() == verdict::kind::try_again)
      insists = true;
  }
  return insists;
}

bool staged_exchange::may_insist() const noexcept {
  return !stages_->failures(phase::error_while_proxying).empty();
}

void staged_exchange::log() noexcept {
  if (!stages_)
    return;
  context_.times_.ended = tools_.loop.now();
  for (auto& stage : stages_->heads(phase::logging)) {
    context_.at_ = phase::logging;
    call(stage);
  }
}

void staged_exchange::report(exchange_record& to) const {
  to.target = context_.request_->target.text;
  to.authority = context_.request_->authority;
  to.upstream = context_.upstream_;
  if (inner_)
    inner_->report(to);
  to.times.stages = waited_;
  to.end = context_.error_.what;
  to.because = context_.error_.because;
}

} // namespace troupe::actors
