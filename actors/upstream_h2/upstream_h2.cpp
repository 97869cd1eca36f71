#include "actors/upstream_h2/upstream_h2.hpp"

#include "actors/exchange/exchange.hpp"

#include "runtime/log/log.hpp"

#include "codecs/base/block_pool.hpp"

#include <caf/send.hpp>

#include <algorithm>
#include <utility>

namespace troupe::actors {

namespace {

using codecs::octets;
using runtime::net::io_state;
namespace http2 = codecs::http2;

/// Octets that leave in one write: more do not fit into the second-level cache.
constexpr std::size_t written_at_once = runtime::loop::event_loop::scratch_size;

/// For a backend to take what is left for it, when nobody waits for its answer.
constexpr auto farewell = std::chrono::seconds{5};

} // namespace

/// An exception has ended us, or else nobody is left to hear of it.
upstream_h2_state::~upstream_h2_state() {
  owner->lose_streams({proxy_errc::internal_error, "the connection fell"});
}

upstream_h2::upstream_h2(caf::actor_config& cfg, pool_actor pool,
                         shelf_seat seat, runtime::net::stream socket,
                         runtime::time::steady_point born)
  : pinned(cfg) {
  auto& st = state;
  auto& options = seat.shelf().options().http2;
  st.owner = this;
  st.pool = std::move(pool);
  st.seat.emplace(std::move(seat));
  st.socket = std::move(socket);
  st.socket.hand_over(*this);
  st.codec.emplace(options.protocol, static_cast<http2::client_events&>(*this));
  st.timer.emplace(static_cast<timer_handler&>(*this));
  st.turn_end.emplace(static_cast<turn_end_handler&>(*this));
  st.born = born;
  st.busy_since = st.idle_since = now();
  st.quiet.emplace(options.ping, options.pong, now());
  count([](auto& x) { x.note_connection(); });
}

upstream_h2::behavior_type upstream_h2::make_behavior() {
  state.self = caf::strong_actor_ptr{ctrl()};
  receive();        // who spoke first was told to whoever connected
  wants_to_write(); // the preface
  return {
    [this](read_on) {
      state.has_more = false;
      receive();
      wants_to_write();
    },
  };
}

// -- what happens to us -------------------------------------------------------

void upstream_h2::on_ready(runtime::loop::readiness what) {
  enter([&] {
    state.socket.note(what);
    receive();
    wants_to_write();
  });
}

void upstream_h2::on_timer() {
  enter([this] {
    auto due = next_deadline();
    if (due && *due <= now())
      expire();
    wants_to_write();
  });
}

/// All that the turn has led to leaves.
void upstream_h2::on_turn_end() {
  enter([this] {
    auto& st = state;
    if (st.over)
      return;
    write();
    tell_streams(); // those that have room now
    if (st.codec->finished() && st.outbox.empty()) {
      auto why = st.codec->problem();
      if (!why.empty()) {
        count([&](auto& x) { x.note_goaway(st.codec->fault(), false); });
        runtime::log::warning("upstream_connection_ended because=\"{}\"", why);
      }
      end(why.empty()
            ? failure{proxy_errc::upstream_closed, "GOAWAY"}
            : failure{proxy_errc::malformed_response, std::string{why}});
    } else if (st.closing && idle() && st.outbox.empty()) {
      st.codec->terminate(http2::errc::no_error);
      count([](auto& x) { x.note_goaway(http2::errc::no_error, false); });
      write();
      end({});
    }
    if (auto due = st.over ? std::nullopt : next_deadline();
        due && (!st.timer->armed() || *due < st.timer->due()))
      home().loop().arm(*st.timer, *due);
  });
}

void upstream_h2::wants_to_write() {
  if (!state.over)
    home().loop().call_at_end(*state.turn_end);
}

// -- the connection -----------------------------------------------------------

/// Windows bound what comes.
void upstream_h2::receive() {
  auto& st = state;
  auto budget = reads_in_a_row;
  while (!st.over && st.socket.may_read() && !st.codec->finished()) {
    if (budget-- == 0) {
      if (!std::exchange(st.has_more, true))
        send(this, read_on{});
      return;
    }
    auto scratch = home().loop().scratch();
    auto got = st.socket.read(scratch);
    switch (got.state) {
      case io_state::would_block: return;
      case io_state::done: break;
      case io_state::ended:
        end({proxy_errc::upstream_closed, "closed by the origin"});
        return;
      case io_state::failed:
        end({proxy_errc::upstream_reset, text_of(got.error)});
        return;
    }
    st.quiet->note_octets(now());
    st.codec->feed(octets{scratch.first(got.octets)}, now());
    tell_streams(); // what they lead to may be read into the same buffer
  }
}

/// Pulls no more than the socket takes: what waits in the codec leaves in the
/// order of its priority, and what waits here does not.
void upstream_h2::write() {
  auto& st = state;
  auto budget = reads_in_a_row;
  while (st.write_error == 0 && !st.over && write_outbox()) {
    if (budget-- == 0) {
      wants_to_write();
      return;
    }
    if (!write_some())
      return;
  }
  if (st.write_error != 0) {
    receive(); // an early answer may lie there
    end({proxy_errc::upstream_reset, text_of(st.write_error)});
  }
}

/// Whether there was anything to be written.
bool upstream_h2::write_some() {
  auto& st = state;
  st.codec->pull(st.out, written_at_once);
  if (st.out.empty())
    return false;
  auto sent = st.out.flush(st.socket, st.outbox);
  if (sent.state == io_state::failed)
    st.write_error = sent.error;
  return true;
}

/// Whether all of it has left.
bool upstream_h2::write_outbox() {
  auto& st = state;
  auto out = runtime::buffer::drain(st.outbox, st.socket);
  if (out.state == io_state::failed)
    end({proxy_errc::upstream_reset, text_of(out.error)});
  return out.state == io_state::done && st.socket.may_write();
}

// -- its place on the shelf ---------------------------------------------------

bool upstream_h2::has_room() const noexcept {
  auto& st = state;
  if (st.pool || st.closing)
    return false;
  auto& shelf = st.seat->shelf();
  auto most = shelf.options().http2.protocol.max_streams;
  return st.codec->open_streams() + st.unopened.size() < most
         && st.codec->free_streams() > st.unopened.size()
         && !shelf.worn_out(st.born, st.requests);
}

connection_ptr upstream_h2::open() {
  auto& st = state;
  using allocator = codecs::pool_allocator<upstream_stream>;
  auto result = std::allocate_shared<upstream_stream>(allocator{}, *this);
  result->born = st.born;
  if (idle()) {
    st.busy_since = now();
    wants_to_write(); // or rather, a deadline is due
  }
  ++st.requests;
  st.unopened.push_back(result.get());
  return result;
}

bool upstream_h2::idle() const noexcept {
  return state.streams.empty() && state.unopened.empty();
}

/// May be called by anybody, also while we call him.
void upstream_h2::wind_up() {
  close_for_new();
  wants_to_write();
}

/// Those that wait elsewhere are to look for another.
void upstream_h2::close_for_new() {
  auto& st = state;
  if (std::exchange(st.closing, true))
    return;
  if (idle())
    st.idle_since = now();
  auto& shelf = st.seat->shelf();
  shelf.withdraw(*this);
  shelf.has_room_again(); // in another connection
}

/// The connection can be used, or else it never could.
void upstream_h2::settle(failure why) {
  auto& st = state;
  if (!st.pool)
    return;
  auto pool = std::exchange(st.pool, nullptr);
  if (why.what == proxy_errc::none && !st.closing)
    st.seat->shelf().share(*this);
  caf::anon_send(pool, connection_settled{std::move(why)});
}

void upstream_h2::end(failure why) {
  auto& st = state;
  if (std::exchange(st.over, true))
    return;
  close_for_new();
  settle(why.what == proxy_errc::none ? failure{proxy_errc::upstream_closed, {}}
                                      : why);
  lose_streams(why);
  for (auto n = st.codec->open_streams(); n > 0; --n)
    count([](auto& x) { x.note_closed(); });
  st.timer->cancel();
  st.turn_end->cancel();
  st.socket.close();
  quit();
}

void upstream_h2::lose_streams(const failure& why) {
  auto& st = state;
  std::exchange(st.streams, {}).for_each([&](stream_id, upstream_stream* x) {
    x->take_loss(why);
    list(*x);
  });
  for (auto* x : std::exchange(st.unopened, {})) {
    x->take_loss(
      {proxy_errc::stream_refused, why.because, http2::errc::refused_stream});
    list(*x);
  }
  tell_streams();
}

// -- deadlines ----------------------------------------------------------------

std::optional<runtime::time::steady_point> upstream_h2::next_deadline() const {
  auto& st = state;
  auto& options = st.seat->shelf().options();
  if (st.pool) {
    if (options.connect.count() <= 0)
      return std::nullopt;
    return st.born + options.connect;
  }
  if (!idle())
    return st.quiet->due(st.busy_since);
  if (st.closing)
    return st.idle_since + farewell;
  if (st.quiet->asked())
    return st.quiet->due(st.busy_since);
  if (options.idle.count() <= 0)
    return std::nullopt;
  return st.idle_since + options.idle;
}

void upstream_h2::expire() {
  auto& st = state;
  if (st.pool)
    end({proxy_errc::connect_timeout, "no settings of HTTP/2"});
  else if (st.closing && idle())
    end({}); // it does not take what is left for it
  else if (st.quiet->asked())
    end({proxy_errc::upstream_timeout, "does not answer a ping"});
  else if (!idle())
    ask_if_there();
  else
    wind_up();
}

void upstream_h2::ask_if_there() {
  state.codec->ping();
  state.quiet->note_ping(now());
}

} // namespace troupe::actors
