// The part of session_h2 that writes, and lets its streams go on in order.

#include "actors/session_h2/session_h2.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace troupe::actors {

namespace {

using runtime::net::io_state;

/// Octets that leave in one write: more do not fit into the second-level cache.
constexpr std::size_t written_at_once = runtime::loop::event_loop::scratch_size;

} // namespace

/// Pulls no more than the socket takes: what waits in the codec leaves in the
/// order of its priority, and what waits here does not.
void session_h2::write() {
  auto& st = state;
  auto budget = reads_in_a_row;
  while (!st.gone && write_outbox()) {
    if (budget-- == 0) {
      later();
      return;
    }
    if (st.end != h2_ending::over)
      receive(); // what it has said while its socket was full
    if (st.gone)
      return;
    auto more = write_some();
    release_streams();
    settle_streams(); // those that have room now
    if (!more)
      return;
  }
}

/// There is room in the socket again, for those first who are to go first.
void session_h2::release_streams() {
  auto& st = state;
  if (is_full() || !std::exchange(st.holds_back, false))
    return;
  auto queue = std::vector<std::pair<h2_rank, h2_stream*>>{};
  st.streams.for_each([&](stream_id, h2_stream* x) {
    if (x->was_held_back())
      queue.emplace_back(rank_of(*x), x);
  });
  std::ranges::sort(queue);
  for (auto& [rank, x] : queue) {
    x->on_room();
    list(*x);
  }
}

h2_rank session_h2::rank_of(const h2_stream& x) const {
  auto wish = state.codec->priority_of(x.id());
  auto turn
    = wish.incremental ? x.last_turn : static_cast<std::uint64_t>(x.id());
  return {wish.urgency, wish.incremental, turn};
}

bool session_h2::comes_behind(const h2_stream& x) const {
  auto& all = state.yielding;
  if (all.empty())
    return false;
  return std::ranges::any_of(all, [&, mine = rank_of(x)](h2_stream* other) {
    return other != &x && rank_of(*other) < mine;
  });
}

/// Whether there was anything to be written.
bool session_h2::write_some() {
  auto& st = state;
  auto& out = st.home->out;
  st.codec->pull(out, written_at_once);
  if (out.empty())
    return false;
  auto sent = out.flush(st.socket, st.outbox);
  if (sent.octets > 0)
    st.write_since = now();
  if (sent.state == io_state::failed)
    st.gone = true;
  return true;
}

/// What is lent leaves at once: it is in the cache still, and is not copied.
void session_h2::end_loan(h2_stream& x) {
  auto& st = state;
  if (!st.codec->lends(x.id()))
    return;
  if (!st.feeding && !st.gone && !is_full()) {
    x.last_turn = ++st.turns;
    st.flushed = &x;
    write_some();
    st.flushed = nullptr;
  }
  st.codec->keep(x.id());
}

/// Whether all of it has left.
bool session_h2::write_outbox() {
  auto& st = state;
  auto out = runtime::buffer::drain(st.outbox, st.socket);
  if (out.octets > 0)
    st.write_since = now();
  if (out.state == io_state::failed)
    st.gone = true;
  return out.state == io_state::done && st.socket.may_write();
}

// -- who goes first -----------------------------------------------------------

void session_h2::list_later(h2_stream& x) {
  state.yielding.push_back(&x);
  later();
}

/// Those who go first may yield again, and hold others back by that.
void session_h2::resume_yielding() {
  auto queue = std::vector<std::pair<h2_rank, stream_id>>{};
  for (auto* x : std::exchange(state.yielding, {}))
    queue.emplace_back(rank_of(*x), x->id());
  std::ranges::sort(queue);
  for (auto& [rank, id] : queue)
    if (auto* x = find(id)) {
      x->on_room();
      x->settle();
      list(*x);
    }
}

} // namespace troupe::actors
