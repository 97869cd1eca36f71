// The part of session_h2 that waits no longer.

#include "actors/session_h2/session_h2.hpp"

#include <algorithm>
#include <chrono>
#include <optional>

namespace troupe::actors {

namespace {

namespace http2 = codecs::http2;

/// For a client to answer a ping, when it was told that we shall take no more
/// requests: what it had sent by then is here when the answer is.
constexpr auto farewell = std::chrono::seconds{1};

} // namespace

std::optional<runtime::time::steady_point> session_h2::next_deadline() const {
  auto& st = state;
  auto& here = st.home->here.session;
  auto& limits = here.timeouts;
  auto earliest = std::optional<runtime::time::steady_point>{};
  auto after
    = [&](runtime::time::steady_point from, std::chrono::milliseconds x) {
        if (x.count() > 0 && (!earliest || from + x < *earliest))
          earliest = from + x;
      };
  if (st.end == h2_ending::linger) {
    after(st.idle_since, std::max(limits.linger, std::chrono::milliseconds{1}));
    return earliest;
  }
  if (!st.outbox.empty())
    after(st.write_since, limits.write);
  if (st.end == h2_ending::asked)
    after(st.idle_since, farewell);
  if (st.streams.empty())
    after(st.idle_since, st.requests > 0 ? limits.keep_alive : limits.head);
  else if (st.pinged)
    after(*st.pinged, here.http2.pong);
  else
    after(st.heard, here.http2.ping);
  return earliest;
}

/// Most streams are over by now, and are never watched.
void session_h2::watch_streams() {
  auto& all = state.waiting;
  for (auto* x : all) {
    x->is_waiting = false;
    x->watch_deadline();
  }
  all.clear();
}

void session_h2::watch_deadline() {
  auto& st = state;
  auto due = next_deadline();
  // Lazily: a timer that rings too early looks again.
  if (due && (!st.timer->armed() || *due < st.timer->due()))
    home().loop().arm(*st.timer, *due);
}

void session_h2::expire(runtime::time::steady_point now) {
  auto& st = state;
  auto& here = st.home->here.session;
  auto& limits = here.timeouts;
  auto passed
    = [&](runtime::time::steady_point from, std::chrono::milliseconds x) {
        return x.count() > 0 && from + x <= now;
      };
  if (st.end == h2_ending::linger) {
    leave();
  } else if (!st.outbox.empty() && passed(st.write_since, limits.write)) {
    client_gone();
  } else if (st.end == h2_ending::asked && passed(st.idle_since, farewell)) {
    st.end = h2_ending::refusing;
    st.codec->refuse_streams();
  } else if (st.streams.empty() && st.end == h2_ending::refusing) {
    client_gone(); // it has not taken our last words
  } else if (st.streams.empty()) {
    // Its next request may be on its way: it learns which ones we have seen.
    st.idle_since = now;
    st.end = h2_ending::refusing;
    st.codec->refuse_streams();
    st.home->http2.note_goaway(http2::errc::no_error, false);
  } else if (!st.pinged && passed(st.heard, here.http2.ping)) {
    st.pinged = now;
    st.codec->ping();
  } else if (st.pinged && passed(*st.pinged, here.http2.pong)) {
    client_gone();
  }
}

} // namespace troupe::actors
