// The part of proxy_exchange that asks backends: one attempt after the other,
// or several that race to connect, each until its deadline.

#include "actors/exchange/proxy_exchange.hpp"

#include <algorithm>
#include <utility>

namespace troupe::actors {

namespace {

namespace http = codecs::http;

using deadline_type = std::optional<runtime::time::steady_point>;

/// Zero is for ever.
deadline_type after(runtime::time::steady_point from,
                    std::chrono::milliseconds patience) {
  if (patience.count() <= 0)
    return std::nullopt;
  return from + patience;
}

deadline_type earlier(deadline_type x, deadline_type y) {
  return x && y ? std::min(*x, *y) : x ? x : y;
}

} // namespace

// -- getting a connection -----------------------------------------------------

/// The request says whom it asks, if the head was written before that was
/// known.
void proxy_exchange::name_backend() {
  if (watcher_ || upstream_->options.host != host_policy::backend)
    return;
  auto& name = backend().name();
  if (name.size() != host_.size)
    outlined_ = false; // what is behind moves
  request_.replace(host_.at, host_.size, name);
  head_size_ += name.size() - host_.size;
  host_.size = name.size();
}

void proxy_exchange::lease(bool fresh) {
  name_backend();
  ++attempts_;
  asked_ = connected_ = {};
  connect_.reset();
  if (!fresh && upstream_->options.announce == announcement::off) {
    if (auto idle = backend().shelf().take()) {
      attach(std::move(idle), true);
      return;
    }
  }
  lease_ = lease_id{++tools_.last_lease};
  progress_ = asked_ = tools_.loop.now();
  session_.ask_pool(backend().shelf().pool, *lease_);
}

void proxy_exchange::on_lease(lease_id which, connection_lease x) {
  if (lease_ != which) {
    if (!on_rival(which, x) && x.connection) { // somebody else may want it
      auto& home = x.connection->home();
      home.put(std::move(x.connection));
    }
    return;
  }
  lease_.reset();
  if (x.connection) {
    attach(std::move(x.connection), x.reused);
    push();
  } else if (!leave_it_to_rivals(x.why)) {
    fail(std::move(x.why));
  }
}

void proxy_exchange::forget_lease() {
  if (lease_)
    session_.forget_lease(backend().shelf().pool, *lease_);
  lease_.reset();
  drop_rivals();
}

// -- races (RFC 8305) ---------------------------------------------------------

/// Another backend is asked for a connection, too, if there is one.
void proxy_exchange::add_rival() {
  auto slow = choice_.release();
  if (!go_elsewhere()) {
    choice_.restore(std::move(slow));
    race_is_full_ = true;
    return;
  }
  rivals_.push_back({*lease_, std::move(slow)});
  lease_.reset();
  start_attempt(false);
}

/// A rival has connected, or has failed to. False if it is none.
bool proxy_exchange::on_rival(lease_id which, connection_lease& x) {
  auto found = std::find_if(rivals_.begin(), rivals_.end(),
                            [which](auto& y) { return y.lease == which; });
  if (found == rivals_.end())
    return false;
  auto rival = std::move(*found);
  rivals_.erase(found);
  if (!x.connection) {
    note_failure(*rival.whom.backend, x.why);
    return true;
  }
  rivals_.push_back({*lease_, choice_.release()});
  lease_.reset();
  choice_.restore(std::move(rival.whom));
  name_backend();
  attach(std::move(x.connection), x.reused);
  push();
  return true;
}

/// Who was asked last has failed, while others may still connect: they are
/// waited for, and one more is asked at once. False if there are none.
bool proxy_exchange::leave_it_to_rivals(const failure& why) {
  if (rivals_.empty())
    return false;
  note_failure(backend(), why);
  if (go_elsewhere()) {
    start_attempt(false);
    return true;
  }
  auto rival = std::move(rivals_.back());
  rivals_.pop_back();
  choice_.restore(std::move(rival.whom));
  name_backend();
  lease_ = rival.lease;
  race_is_full_ = true;
  return true;
}

void proxy_exchange::drop_rivals() {
  for (auto& x : rivals_)
    session_.forget_lease(x.whom.backend->shelf().pool, x.lease);
  rivals_.clear();
}

// -- deadlines ----------------------------------------------------------------

deadline_type proxy_exchange::deadline() const {
  if (resumes_)
    return earlier(resumes_, all_attempts_deadline());
  return earlier(earlier(race_deadline(), wait_deadline()),
                 earlier(attempt_deadline(), all_attempts_deadline()));
}

/// When another backend joins the race.
deadline_type proxy_exchange::race_deadline() const {
  if (!lease_ || race_is_full_)
    return std::nullopt;
  return after(progress_, upstream_->options.timeouts.connect_race);
}

/// Of what is waited for right now.
deadline_type proxy_exchange::wait_deadline() const {
  auto& limits = upstream_->options.timeouts;
  if (lease_) {
    // The pool answers by its own deadlines; this is for one that died.
    auto& pool = backend().shelf().options();
    if (pool.connect.count() <= 0 || pool.wait.count() <= 0)
      return std::nullopt;
    return after(progress_, pool.connect + pool.wait + std::chrono::seconds{1});
  }
  if (!connection_ || session_.congested())
    return std::nullopt;
  if (pending() > 0 || !connection_->may_write())
    return after(progress_, limits.between_octets);
  if (!response_begun_)
    return request_done_ || waits_for_100_
             ? after(progress_, limits.first_octet)
             : std::nullopt;
  return response_done_ ? std::nullopt
                        : after(progress_, limits.between_octets);
}

deadline_type proxy_exchange::attempt_deadline() const {
  auto patience = upstream_->options.retries.per_try;
  if (lease_)
    return after(tried_, patience);
  if (!connection_ || response_begun_ || pending() > 0
      || !(request_done_ || waits_for_100_))
    return std::nullopt;
  return after(std::max(tried_, progress_), patience);
}

deadline_type proxy_exchange::all_attempts_deadline() const {
  if (head_sent_ || done_)
    return std::nullopt;
  return after(begun_, upstream_->options.retries.total);
}

void proxy_exchange::expire(runtime::time::steady_point now) {
  auto has_come = [now](deadline_type x) { return x && *x <= now; };
  auto what = proxy_errc::upstream_timeout;
  if (has_come(all_attempts_deadline())) {
    too_late_ = true;
    resumes_.reset();
    forget_lease();
    fail({what, "all attempts"});
  } else if (resumes_) {
    if (has_come(resumes_)) {
      resumes_.reset();
      start_attempt(false);
    }
  } else if (has_come(attempt_deadline())) {
    forget_lease();
    fail({what, "this attempt"});
  } else if (has_come(wait_deadline())) {
    if (lease_)
      what = proxy_errc::internal_error;
    auto of = lease_            ? "the pool does not answer"
              : response_begun_ ? "between octets"
              : request_done_   ? "first octet"
                                : "taking the request";
    forget_lease();
    fail({what, of});
  } else if (has_come(race_deadline())) {
    add_rival();
  }
}

// -- other attempts -----------------------------------------------------------

void proxy_exchange::fail(failure why) {
  auto connected = connection_ != nullptr;
  auto asked = choice_.backend();
  auto step = step_after(why, connected);
  if (asked && step != next_step::again)
    note_failure(*asked, why);
  detach();
  if (step != next_step::give_up) {
    try_again(step);
    return;
  }
  response_done_ = true;
  if (head_sent_)
    session_.cut(why);
  else
    session_.answer(why);
  request_.clear();
  sent_ = 0;
  finish_if_done();
}

void proxy_exchange::note_failure(const backend_here& x, const failure& why) {
  if (why.whose() == fault::upstream)
    upstream_->note_outcome(x, outcome::gateway_failure);
}

/// The plan's word first, and then, if that is no, that of the stages.
next_step proxy_exchange::step_after(const failure& why, bool connected) {
  if (response_begun_ || !choice_.backend() || too_late_)
    return next_step::give_up;
  // Who resets one stream has not closed the connection for lack of requests.
  auto idled_out = reused_ && why.reset == codecs::http2::errc::no_error;
  auto step = plan_.after({.what = why.what,
                           .reused = idled_out,
                           .sent = sent_any_,
                           .replayable = replayable_});
  if (step == next_step::elsewhere && !go_elsewhere())
    step = next_step::give_up;
  if (step == next_step::give_up && watcher_ && (replayable_ || !sent_any_)
      && watcher_->insists(why, connected) && may_retry()) {
    choice_.next(tools_.loop.now()); // the same once more, if nobody is left
    step = next_step::elsewhere;
  }
  return step;
}

/// Is the response to give way to another attempt?
bool proxy_exchange::repeats_for(http::status x) {
  if (!plan_.minds_status())
    return false;
  auto step
    = plan_.after({.sent = true, .replayable = replayable_, .status = x});
  return step == next_step::elsewhere && go_elsewhere();
}

/// Do the bounds of the upstream allow for another attempt?
bool proxy_exchange::may_retry() {
  auto& [circuit, budget] = upstream_->bounds();
  if (circuit && !retry_place_) {
    retry_place_ = circuit->try_enter(breaker_bound::retries);
    if (!retry_place_)
      return false;
  }
  if (budget && !budget_place_) {
    budget_place_ = budget->try_enter(circuit->in_use(breaker_bound::requests));
    if (!budget_place_)
      return false;
  }
  return true;
}

bool proxy_exchange::go_elsewhere() {
  return may_retry() && choice_.next(tools_.loop.now());
}

void proxy_exchange::try_again(next_step how) {
  sent_ = 0;
  sent_any_ = reused_ = false; // of the next attempt nothing is known
  if (how == next_step::elsewhere)
    if (auto pause = plan_.pause(upstream_->random()); pause.count() > 0) {
      resumes_ = tools_.loop.now() + pause;
      return;
    }
  start_attempt(how == next_step::again);
}

void proxy_exchange::start_attempt(bool fresh) {
  tried_ = tools_.loop.now();
  lease(fresh);
  if (connection_)
    push();
}

} // namespace troupe::actors
