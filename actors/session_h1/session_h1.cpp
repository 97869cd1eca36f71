#include "actors/session_h1/session_h1.hpp"

#include <utility>

namespace troupe::actors {

namespace {

using codecs::octets;
using runtime::net::io_state;

} // namespace

// -- a guest of its loop ------------------------------------------------------

void session_h1_state::on_drain() {
  owner->drain();
}

void session_h1_state::on_stop() {
  owner->stop();
}

session_h1::session_h1(caf::actor_config& cfg, loop_home& home,
                       new_connection from)
  : pinned(cfg) {
  state.owner = this;
  state.home = &home;
  state.address = std::move(from.client);
  state.client = state.address;
  state.socket = std::move(from.socket);
  if (state.socket.watched())
    state.socket.hand_over(*this);
  state.inbox.append(codecs::as_octets(from.early));
  state.memory = std::move(from.memory);
  state.may_be_h2 = from.speaks.h2 && !state.socket.encryption();
  state.decoder.emplace(home.here.session.limits);
  state.timer.emplace(static_cast<timer_handler&>(*this));
  state.enter_list(home.guests, true); // by its listener
}

/// Nobody has told how the exchange ended: an exception has.
void session_h1::on_end() {
  auto& st = state;
  if (st.exchange && st.end == ending::none)
    note({proxy_errc::internal_error, "the session fell"});
  st.close_note();
  st.exchange.reset(); // first, while the rest is there
}

session_h1_state::~session_h1_state() {
  owner->on_end();
}

session_actor start_session(loop_home& home, new_connection from) {
  auto session = spawn_pinned<session_h1, caf::lazy_init>(home.unit, home,
                                                          std::move(from));
  static_cast<session_h1*>(caf::actor_cast<caf::abstract_actor*>(session))
    ->start();
  return session;
}

void session_h1::start() {
  enter([] {
    // nop: whoever enters for the first time makes the behavior
  });
}

session_h1::behavior_type session_h1::make_behavior() {
  auto& st = state;
  st.self = caf::strong_actor_ptr{ctrl()};
  st.since = now();
  advance(); // the request may be there already
  return {
    [this](go_on) {
      if (state.exchange)
        state.exchange->resume();
      advance();
    },
  };
}

// -- what happens to us -------------------------------------------------------

void session_h1::on_ready(runtime::loop::readiness what) {
  enter([&] {
    state.socket.note(what);
    if (what.broken && state.exchange) {
      client_gone();
    } else if (what.writable) {
      write_outbox();
      if (state.exchange && !congested())
        state.exchange->resume();
    }
    advance();
  });
}

void session_h1::on_timer() {
  enter([this] {
    auto due = next_deadline();
    if (due && *due <= now())
      expire(now());
    advance();
  });
}

void session_h1::drain() {
  enter([this] {
    state.keep_alive = false;
    advance(); // what has arrived is still answered
    if (!state.exchange && !state.in_request && state.inbox.empty()
        && state.end == ending::none) {
      state.end = ending::close;
      advance();
    }
  });
}

void session_h1::stop() {
  enter([this] {
    if (state.exchange)
      give_up({proxy_errc::shut_down, {}});
    quit(caf::exit_reason::user_shutdown);
  });
}

void session_h1::enter_exchange(runtime::loop::readiness what) {
  enter([&] {
    auto& st = state;
    if (st.exchange) {
      auto waited = st.in_request && !st.exchange->wants_body();
      st.exchange->on_upstream(what);
      if (waited && st.exchange->wants_body())
        st.since = now(); // it is the client's turn again
    }
    advance();
  });
}

void session_h1::yield_exchange() {
  send(this, go_on{});
}

// -- the connection -----------------------------------------------------------

void session_h1::advance() {
  auto budget = reads_in_a_row;
  while (step()) {
    if (--budget == 0) {
      send(this, go_on{});
      break;
    }
  }
  if (state.end == ending::moved_on) {
    leave();
    return;
  }
  flush();
  if (state.gone)
    client_gone(); // whoever noticed, the exchange hears of it
  if (state.gone || state.end == ending::abort) {
    state.socket.abort();
    leave();
    return;
  }
  if (state.end != ending::none)
    end_connection();
  if (state.end == ending::over)
    return;
  watch_socket();
  watch_deadline();
}

void session_h1::leave() {
  state.end = ending::over;
  quit();
}

/// A connection whose one request is answered at once never enters the poller:
/// that is a tenth of what such a connection costs. One that waits longer does,
/// so that a client that gives up is noticed.
void session_h1::watch_socket() {
  auto& st = state;
  if (st.socket.watched())
    return;
  if (st.exchange && !st.in_request && !congested()
      && now() - st.begun < unwatched)
    return;
  if (st.socket.watch(home().loop(), *this))
    leave(); // no memory to be watched: the client sees us close
}

/// Does one thing that can be done now; false if there is none.
bool session_h1::step() {
  auto& st = state;
  if (st.gone || st.end != ending::none)
    return false;
  if (!st.exchange)
    return !congested() && receive();
  if (st.exchange->done()) {
    finish_exchange();
    if (st.end == ending::none)
      flush(); // else it leaves with the end of the connection
    return true;
  }
  return st.in_request && st.exchange->wants_body() && receive();
}

void session_h1::write_outbox() {
  auto& st = state;
  auto out = runtime::buffer::drain(st.outbox, st.socket);
  if (out.octets > 0)
    st.write_since = now();
  if (out.state == io_state::failed)
    client_gone();
}

bool session_h1::nothing_unread() {
  // Asked of the kernel: what came since the last read has not been announced
  // to a socket that nobody watches.
  return state.socket.read(home().loop().scratch()).state
         == io_state::would_block;
}

void session_h1::end_connection() {
  auto& st = state;
  if (st.end == ending::linger) {
    linger();
    return;
  }
  if (!st.outbox.empty() || !st.socket.settled())
    return;
  // A socket that is closed while octets lie unread makes the kernel send RST,
  // and that may overtake the response (RFC 9112 section 9.6).
  auto quiet = !st.in_request && st.inbox.empty() && nothing_unread();
  st.socket.shut_write();
  if (quiet && st.socket.settled()) {
    leave();
    return;
  }
  st.end = ending::linger;
  st.since = now();
  st.inbox.clear();
  linger();
}

void session_h1::linger() {
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
    send(this, go_on{});
}

void session_h1::client_gone() {
  state.gone = true;
  state.outbox.clear();
  if (state.exchange)
    give_up({proxy_errc::client_gone, {}});
}

} // namespace troupe::actors
