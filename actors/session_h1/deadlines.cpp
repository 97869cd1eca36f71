// What a session waits for, and for how long: each wait has a deadline.

#include "actors/session_h1/session_h1.hpp"

#include <algorithm>

namespace troupe::actors {

bool session_h1::awaits_body() const {
  return state.in_request && !state.waits_for_100
         && state.exchange->wants_body()
         && (!state.pipe || state.pipe->held() == 0);
}

std::optional<runtime::time::steady_point> session_h1::next_deadline() const {
  auto& st = state;
  auto& limits = st.home->here.session.timeouts;
  auto earliest = std::optional<runtime::time::steady_point>{};
  auto consider = [&](std::optional<runtime::time::steady_point> x) {
    if (x && (!earliest || *x < *earliest))
      earliest = x;
  };
  auto after
    = [&](runtime::time::steady_point from, std::chrono::milliseconds x) {
        if (x.count() > 0)
          consider(from + x);
      };
  if (st.end == ending::linger)
    after(st.since, std::max(limits.linger, std::chrono::milliseconds{1}));
  else if (congested())
    after(st.write_since, limits.write);
  if (st.end != ending::none)
    return earliest;
  if (st.exchange) {
    if (!st.socket.watched())
      after(st.begun, unwatched);
    after(st.begun, limits.exchange);
    consider(st.exchange->deadline());
    if (awaits_body())
      after(st.since, limits.body);
  } else if (st.inbox.empty() && st.requests > 0) {
    after(st.since, limits.keep_alive);
  } else {
    after(st.since, limits.head);
  }
  return earliest;
}

void session_h1::watch_deadline() {
  auto& st = state;
  auto due = next_deadline();
  // Lazily: a timer that rings too early looks again.
  if (due && (!st.timer->armed() || *due < st.timer->due()))
    home().loop().arm(*st.timer, *due);
}

void session_h1::expire(runtime::time::steady_point now) {
  auto& st = state;
  auto& limits = st.home->here.session.timeouts;
  auto passed
    = [&](runtime::time::steady_point from, std::chrono::milliseconds x) {
        return x.count() > 0 && from + x <= now;
      };
  if (st.end == ending::linger) {
    leave();
  } else if (congested() && passed(st.write_since, limits.write)) {
    client_gone();
  } else if (st.exchange) {
    if (passed(st.begun, limits.exchange))
      drop_exchange({proxy_errc::exchange_timeout, "the whole exchange"}, 504);
    else if (awaits_body() && passed(st.since, limits.body))
      drop_exchange({proxy_errc::body_timeout, "between octets"}, 408);
    else
      st.exchange->expire(now);
  } else if (st.inbox.empty() || !passed(st.since, limits.head)) {
    st.end = ending::close; // nothing was asked, and nothing is said
  } else {
    refuse({proxy_errc::head_timeout, "half a head"}, 408);
  }
}

} // namespace troupe::actors
