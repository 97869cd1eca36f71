#include "actors/session_h2/session_h2.hpp"

#include "runtime/log/log.hpp"

#include <algorithm>
#include <utility>

namespace troupe::actors {

namespace {

using codecs::octets;
using runtime::net::io_state;
namespace http2 = codecs::http2;

/// Requests under way, whose responses are worth waiting for: a write passes on
/// several, which costs little more than one. What the client waits longer is
/// little for who waits for many.
constexpr auto many = std::size_t{8};
constexpr auto coalescing = std::chrono::microseconds{50};

} // namespace

// -- a guest of its loop ------------------------------------------------------

void session_h2_state::on_drain() {
  owner->drain();
}

void session_h2_state::on_stop() {
  owner->stop();
}

/// Nobody has told how the exchanges ended: an exception has.
session_h2_state::~session_h2_state() {
  owner->drop_streams({proxy_errc::internal_error, "the session fell"});
  owner->bury();
}

session_h2::session_h2(caf::actor_config& cfg, loop_home& home,
                       new_connection from)
  : pinned(cfg) {
  auto& st = state;
  st.owner = this;
  st.home = &home;
  st.address = std::move(from.client);
  st.socket = std::move(from.socket);
  if (st.socket.watched())
    st.socket.hand_over(*this);
  st.memory = std::move(from.memory);
  st.codec.emplace(home.here.session.http2.protocol,
                   static_cast<http2::server_events&>(*this));
  st.timer.emplace(static_cast<timer_handler&>(*this));
  st.turn_end.emplace(static_cast<turn_end_handler&>(*this));
  st.enter_list(home.guests, true); // by its listener
  home.http2.note_connection();
}

session_actor start_session_h2(loop_home& home, new_connection from,
                               const h2_upgrade* request) {
  auto early = from.early;
  auto session = spawn_pinned<session_h2, caf::lazy_init>(home.unit, home,
                                                          std::move(from));
  static_cast<session_h2*>(caf::actor_cast<caf::abstract_actor*>(session))
    ->start(request, codecs::as_octets(early));
  return session;
}

void session_h2::start(const h2_upgrade* request, octets early) {
  enter([&] {
    if (request)
      take_upgrade(*request);
    if (!early.empty())
      feed(early);
    advance();
  });
}

session_h2::behavior_type session_h2::make_behavior() {
  auto& st = state;
  st.self = caf::strong_actor_ptr{ctrl()};
  st.heard = st.write_since = st.idle_since = now();
  if (!st.socket.watched() && st.socket.watch(home().loop(), *this))
    leave(); // no memory to be watched: the client sees us close
  return {
    [this](go_on) {
      auto& st = state;
      st.has_more = false;
      resume_yielding();
      advance();
    },
  };
}

void session_h2::take_upgrade(const h2_upgrade& request) {
  auto& st = state;
  constexpr auto answer
    = std::string_view{"HTTP/1.1 101 Switching Protocols\r\n"
                       "Connection: Upgrade\r\nUpgrade: h2c\r\n\r\n"};
  st.outbox.append(codecs::as_octets(answer));
  st.head_text = request.text;
  feed_by([&](http2::server& codec) {
    if (!codec.upgrade(request.settings, *request.head))
      codec.terminate(http2::errc::protocol_error);
  });
  st.head_text = {};
}

// -- what happens to us -------------------------------------------------------

void session_h2::on_ready(runtime::loop::readiness what) {
  enter([&] {
    state.socket.note(what);
    if (what.broken)
      client_gone();
    advance();
  });
}

void session_h2::on_timer() {
  enter([this] {
    auto due = next_deadline();
    if (due && *due <= now())
      expire(now());
    advance();
  });
}

/// All that the turn has led to leaves.
void session_h2::on_turn_end() {
  enter([this] {
    if (state.end == h2_ending::over)
      return;
    settle_streams();
    write();
    if (state.end == h2_ending::asking)
      await_farewell();
    bury();
    end_if_finished();
    if (state.end == h2_ending::over)
      return;
    watch_streams();
    watch_deadline();
    if (state.home->here.session.http2.coalesce && state.streams.size() >= many)
      home().loop().coalesce(coalescing);
  });
}

void session_h2::drain() {
  enter([this] {
    begin_end();
    advance();
  });
}

void session_h2::stop() {
  enter([this] {
    auto& st = state;
    drop_streams({proxy_errc::shut_down, {}});
    st.codec->terminate(http2::errc::no_error);
    st.end = h2_ending::over; // nothing more is read
    if (!st.gone && st.outbox.empty())
      write();
    quit(caf::exit_reason::user_shutdown);
  });
}

// -- the connection -----------------------------------------------------------

/// What can be done now is done; what leaves does so when the turn ends.
void session_h2::advance() {
  auto& st = state;
  if (st.end == h2_ending::over)
    return;
  if (st.end == h2_ending::linger)
    linger();
  else if (!st.gone)
    receive();
  if (st.gone && st.end != h2_ending::over)
    break_off();
  if (st.end != h2_ending::over)
    home().loop().call_at_end(*st.turn_end);
}

/// While it does not take what is for it, nothing more is read of a client.
void session_h2::receive() {
  auto& st = state;
  auto budget = reads_in_a_row;
  while (st.socket.may_read() && st.outbox.empty() && !st.gone
         && !st.codec->finished()) {
    if (budget-- == 0) {
      later();
      return;
    }
    auto scratch = home().loop().scratch();
    auto got = st.socket.read(scratch);
    switch (got.state) {
      case io_state::would_block: return;
      case io_state::done: break;
      case io_state::ended:
        client_gone();
        leave();
        return;
      case io_state::failed: st.gone = true; return;
    }
    st.heard = now();
    feed(octets{scratch.first(got.octets)});
    settle_streams(); // what they write to may be read into the same buffer
  }
}

void session_h2::feed(octets input) {
  feed_by([&](http2::server& codec) { codec.feed(input, now()); });
}

void session_h2::settle_streams() {
  auto& all = state.listed;
  for (std::size_t i = 0; i < all.size(); ++i)
    if (auto* x = all[i]) {
      all[i] = nullptr;
      x->is_listed = false;
      x->settle();
      if (!std::exchange(x->is_waiting, true))
        state.waiting.push_back(x);
    }
  all.clear();
}

void session_h2::list(h2_stream& x) {
  if (!std::exchange(x.is_listed, true))
    state.listed.push_back(&x);
  home().loop().call_at_end(*state.turn_end);
}

void session_h2::later() {
  if (!std::exchange(state.has_more, true))
    send(this, go_on{});
}

// -- the end ------------------------------------------------------------------

/// The client shall open no more streams. What it has sent before it hears of
/// that is still answered (RFC 9113 section 6.8): a ping tells when it has.
void session_h2::begin_end() {
  auto& st = state;
  if (st.end != h2_ending::none)
    return;
  st.end = h2_ending::asking;
  st.codec->drain();
  st.home->http2.note_goaway(http2::errc::no_error, false);
}

/// A ping would overtake the GOAWAY that it is to follow.
void session_h2::await_farewell() {
  auto& st = state;
  st.end = h2_ending::asked;
  st.idle_since = now();
  st.codec->ping();
  write();
}

void session_h2::end_if_finished() {
  auto& st = state;
  if (st.end == h2_ending::over)
    return;
  if (st.gone) {
    break_off();
    return;
  }
  if (st.end == h2_ending::linger || !st.codec->finished() || !st.outbox.empty()
      || !st.socket.settled())
    return;
  if (auto why = st.codec->problem(); !why.empty()) {
    st.home->http2.note_goaway(st.codec->fault(), false);
    runtime::log::info("http2_connection_ended client={} because=\"{}\"",
                       st.address, why);
    drop_streams({proxy_errc::malformed_request, std::string{why}});
  }
  drop_streams({proxy_errc::client_gone, "GOAWAY"});
  bury();
  // A socket that is closed while octets lie unread makes the kernel send RST,
  // and that may overtake the last words (RFC 9112 section 9.6).
  st.socket.shut_write();
  st.end = h2_ending::linger;
  st.idle_since = now();
  linger();
}

void session_h2::linger() {
  auto budget = reads_in_a_row;
  while (state.socket.may_read() && budget-- > 0) {
    auto got = state.socket.read(home().loop().scratch());
    if (got.state == io_state::would_block)
      return;
    if (got.state != io_state::done) {
      leave();
      return;
    }
  }
  if (budget < 0)
    later();
}

void session_h2::leave() {
  state.end = h2_ending::over;
  quit();
}

/// Nobody is there, or he takes nothing.
void session_h2::break_off() {
  client_gone();
  state.socket.abort();
  leave();
}

void session_h2::client_gone() {
  state.gone = true;
  state.outbox.clear();
  drop_streams({proxy_errc::client_gone, {}});
  bury();
}

/// Those that are open, without a word to the client.
void session_h2::drop_streams(const failure& why) {
  auto& st = state;
  auto all = std::exchange(st.streams, {});
  all.for_each([&](stream_id, h2_stream* x) {
    st.home->http2.note_closed();
    x->give_up(why);
    st.dead.push_back(x);
  });
}

void session_h2::bury() {
  auto& st = state;
  if (st.dead.empty())
    return;
  for (auto* x : st.dead)
    x->is_waiting = false;
  std::erase_if(st.waiting, [](h2_stream* x) { return !x->is_waiting; });
  for (auto* x : st.dead) {
    if (x->is_listed)
      std::replace(st.listed.begin(), st.listed.end(), x,
                   static_cast<h2_stream*>(nullptr));
    std::erase(st.yielding, x);
    if (x->lost)
      x->give_up(*x->lost);
    st.home->streams.put(x);
  }
  st.dead.clear();
}

} // namespace troupe::actors
