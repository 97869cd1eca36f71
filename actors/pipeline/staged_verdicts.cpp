// What stages decide, and how the exchange obeys.

#include "actors/exchange/whole_response.hpp"
#include "actors/pipeline/stage_call.hpp"
#include "actors/pipeline/staged_exchange.hpp"

#include <utility>

namespace troupe::actors {

// -- stages -------------------------------------------------------------------

/// True if all stages of the track's phase have let it pass.
bool staged_exchange::run_heads(track& t) {
  auto& stages = stages_->heads(t.at);
  while (t.next < stages.size()) {
    context_.at_ = t.at;
    if (!obey(t, call_stage(stages[t.next++], context_)))
      return false;
  }
  return true;
}

bool staged_exchange::run_rewriters(track& t) {
  while (t.next < t.rewriters.size()) {
    auto& x = t.rewriters[t.next++];
    if (t.chunk->pause() && t.chunk->bytes().empty()
        && x.stage->then == pipeline::at_pauses::is_left_alone)
      continue;
    context_.at_ = x.at;
    if (!obey(t, call_stage(x.stage->run, context_, *t.chunk)))
      return false;
  }
  return true;
}

const codecs::fields::map&
staged_exchange::known_trailers(const track& t) noexcept {
  static const auto none = codecs::fields::map{};
  return t.trailers ? *t.trailers : none;
}

codecs::fields::map& staged_exchange::trailers_of(track& t) {
  if (!t.trailers)
    t.trailers = tools_.trailer_maps.take();
  return *t.trailers;
}

/// False if the question was too much for the stage.
bool staged_exchange::is_wanted(track& t, phase at,
                                const pipeline::condition& when, bool& wanted) {
  wanted = true;
  if (!when)
    return true;
  context_.at_ = at;
  auto ask_it = [&](exchange_context& c) -> verdict {
    wanted = when(c);
    return {};
  };
  return obey(t, call_stage(ask_it, context_));
}

/// Which stages are to rewrite the body, now that its head is known. False if
/// the question was too much for one; then the exchange has ended.
bool staged_exchange::find_rewriters(track& t, phase at) {
  auto wanted = false;
  for (auto& x : stages_->bodies(at)) {
    if (!is_wanted(t, at, x.when, wanted))
      return false;
    if (wanted)
      t.rewriters.push_back({at, &x});
  }
  return true;
}

/// The same for those of the trailers.
bool staged_exchange::find_finishers(track& t, phase at) {
  auto wanted = false;
  for (auto& x : stages_->trailers(at)) {
    if (!is_wanted(t, at, x.when, wanted))
      return false;
    if (wanted)
      t.finishers.push_back({at, &x.run});
  }
  return true;
}

bool staged_exchange::run_finishers(track& t, phase at) {
  for (auto& x : t.finishers) {
    if (x.at != at)
      continue;
    context_.at_ = at;
    if (!obey(t, call_stage(*x.run, context_, trailers_of(t))))
      return false;
  }
  return true;
}

bool staged_exchange::obey_word(track& t, verdict& v) {
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
  if (!make_edits(x.edits, fields)) {
    fail_with({proxy_errc::stage_failed, "a line break in a field"});
    return false;
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

} // namespace troupe::actors
