#include "actors/pipeline/staged_exchange.hpp"

#include "actors/exchange/begin.hpp"
#include "actors/pipeline/forwarded_head.hpp"
#include "actors/pipeline/stage_call.hpp"

#include <utility>

namespace troupe::actors {

namespace {

using codecs::octets;
using codecs::fields::name;
namespace http = codecs::http;
namespace http1 = codecs::http1;

} // namespace

staged_exchange::staged_exchange(session_side& session, exchange_tools& tools,
                                 const site& here)
  : session_(session), tools_(tools), here_(here),
    request_text_(tools.texts.take()), response_text_(tools.texts.take()) {
  context_.request_ = tools.request_heads.take();
  context_.response_ = tools.response_heads.take();
  context_.loop_ = &tools.loop;
  context_.site_ = &here;
  context_.tools_ = &tools;
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
  if (!find_finishers(t, phase::request_trailers))
    return;
  mend_framing(head, !t.rewriters.empty());
  if (auto host = renamed_host(head); !host.empty())
    head.authority = host;
  context_.times_.forwarded = tools_.loop.now();
  forwarded_ = inner_lives_ = true;
  for (auto& tap : stages_->taps())
    taps_.push_back(&tap);
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
    forward_body(piece);
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
    forward_body(t.chunk->bytes());
  t.over = t.chunk->last();
  t.chunk.reset();
  if (t.over && inner_lives_)
    forward_end();
}

void staged_exchange::forward_body(octets piece) {
  show_taps(piece, false);
  inner_->on_body(piece);
}

void staged_exchange::forward_end() {
  show_taps({}, true);
  inner_->on_request_end(trailers_of(request_));
}

void staged_exchange::show_taps(octets piece, bool last) {
  std::erase_if(taps_, [&](const pipeline::body_tap* tap) {
    try {
      return !(*tap)(context_, piece, last);
    } catch (...) {
      return true; // whoever only looks can do no harm
    }
  });
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
    forward_end();
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
  if (!inner_lives_ || request_.suspended || !request_.rewriters.empty()
      || !taps_.empty())
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

// -- logs ---------------------------------------------------------------------

void staged_exchange::log() noexcept {
  if (!stages_)
    return;
  context_.times_.ended = tools_.loop.now();
  for (auto& stage : stages_->heads(phase::logging)) {
    context_.at_ = phase::logging;
    call_stage(stage, context_);
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
