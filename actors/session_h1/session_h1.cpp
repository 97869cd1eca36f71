#include "actors/session_h1/session_h1.hpp"

#include "actors/exchange/begin.hpp"
#include "actors/pipeline/staged_exchange.hpp"

#include "runtime/log/log.hpp"

#include <algorithm>
#include <utility>

namespace troupe::actors {

namespace {

using codecs::octets;
using runtime::net::io_state;
namespace http = codecs::http;
namespace http1 = codecs::http1;

} // namespace

// -- a guest of its loop ------------------------------------------------------

void session_h1_state::on_drain() {
  owner->drain();
}

void session_h1_state::on_stop() {
  owner->stop();
}

session_h1::session_h1(caf::actor_config& cfg, loop_home& home,
                       runtime::net::stream socket, std::string client)
  : pinned(cfg) {
  state.owner = this;
  state.home = &home;
  state.client = std::move(client);
  state.socket = std::move(socket);
  state.decoder.emplace(home.here.session.limits);
  state.timer.emplace(static_cast<timer_handler&>(*this));
  state.enter_list(home.guests, true); // by its listener
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
  while (!st.outbox.empty() && st.socket.may_write()) {
    auto out = st.socket.write(st.outbox.front());
    if (out.state == io_state::failed) {
      client_gone();
      return;
    }
    if (out.state == io_state::would_block)
      return;
    st.outbox.consume(out.octets);
    st.write_since = now();
  }
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
  if (!st.outbox.empty())
    return;
  // A socket that is closed while octets lie unread makes the kernel send RST,
  // and that may overtake the response (RFC 9112 section 9.6).
  auto quiet = !st.in_request && st.inbox.empty() && nothing_unread();
  st.socket.shut_write();
  if (quiet) {
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

// -- requests -----------------------------------------------------------------

bool session_h1::receive() {
  auto& st = state;
  if (!st.inbox.empty() && !st.starved) {
    auto waiting = std::exchange(st.inbox, {});
    auto all = waiting.front();
    if (auto n = digest(all); n < all.size())
      st.inbox.append(all.subspan(n));
    return true;
  }
  if (st.pipe)
    return move_body();
  if (!st.socket.may_read())
    return false;
  flush(); // what is borrowed from the scratch buffer
  auto scratch = home().loop().scratch();
  auto got = st.socket.read(scratch);
  switch (got.state) {
    case io_state::would_block: return false;
    case io_state::done: break;
    case io_state::ended:
      if (st.exchange) // in the middle of its body
        client_gone();
      else
        st.end = ending::close;
      return false;
    case io_state::failed: client_gone(); return false;
  }
  auto input = octets{scratch.first(got.octets)};
  if (st.in_request || st.inbox.empty())
    st.since = now();
  if (st.inbox.empty()) {
    if (auto n = digest(input); n < input.size())
      st.inbox.append(input.subspan(n));
    return true;
  }
  st.inbox.append(input);
  st.starved = false;
  return true;
}

/// Is there more of a body than the exchange takes now? Without octets the
/// decoder may still have its end to tell.
bool session_h1::waits_with_body(octets left) const {
  auto& st = state;
  return st.has_body
         && (st.exchange->done()
             || (!left.empty() && !st.exchange->wants_body()));
}

std::size_t session_h1::digest(octets input) {
  auto& st = state;
  auto& shared = *st.home;
  auto left = input;
  st.starved = false;
  while (!st.gone && st.end == ending::none) {
    if (st.exchange && (!st.in_request || waits_with_body(left)))
      break;
    auto step = st.decoder->feed(left, shared.head, shared.trailers);
    if (!step) {
      on_malformed(step.error());
      return input.size();
    }
    auto eaten = left.first(step->consumed);
    left = left.subspan(step->consumed);
    if (st.note)
      st.note->request_octets += eaten.size();
    if (std::holds_alternative<http1::need_more>(step->event)) {
      st.starved = true;
      break;
    }
    if (auto* slice = std::get_if<http1::body_slice>(&step->event)) {
      st.waits_for_100 = false;
      if (st.exchange)
        st.exchange->on_body(slice->bytes);
    } else if (std::holds_alternative<http1::head_end>(step->event)) {
      on_head(codecs::as_text(eaten));
    } else {
      st.in_request = false;
      st.decoder->begin();
      if (st.exchange)
        st.exchange->on_request_end(shared.trailers);
    }
  }
  if (st.exchange) {
    st.exchange->push();
    auto more = st.decoder->movable();
    if (st.in_request && left.empty() && more >= worth_moving
        && st.exchange->bare_socket(more))
      st.pipe = shared.tools.pipes.take();
  }
  return input.size() - left.size();
}

bool session_h1::move_body() {
  auto& st = state;
  auto* origin = st.exchange->bare_socket(worth_moving);
  if (!origin)
    return false;
  if (st.pipe->held() == 0) {
    auto room
      = std::min<std::uint64_t>(st.decoder->movable(), st.pipe->capacity());
    auto got = st.pipe->fill(st.socket, static_cast<std::size_t>(room));
    if (got.state == io_state::would_block)
      return false;
    if (got.state != io_state::done) {
      client_gone();
      return false;
    }
    st.decoder->moved(got.octets);
    if (st.note)
      st.note->request_octets += got.octets;
    st.since = now();
  }
  auto left = st.decoder->movable();
  while (st.pipe->held() > 0) {
    auto put = st.pipe->drain(*origin, left > 0);
    if (put.state == io_state::would_block)
      return false;
    if (put.state != io_state::done) {
      st.pipe.reset();
      st.exchange->broken_bare(put.error);
      return true;
    }
    st.exchange->moved_bare(put.octets);
  }
  if (left == 0) {
    st.pipe.reset();
    digest({});
  }
  return true;
}

void session_h1::on_head(std::string_view text) {
  auto& st = state;
  auto& shared = *st.home;
  auto& head = shared.head;
  ++st.requests;
  st.in_request = true;
  st.has_body = head.framing.kind != http::body_kind::none;
  st.begun = st.write_since = now();
  st.method = head.method;
  st.version = head.version;
  auto most = shared.here.session.max_requests;
  st.keep_alive = head.keep_alive && !shared.guests.draining()
                  && (most == 0 || st.requests < most);
  st.waits_for_100 = head.expect_continue && st.has_body;
  st.head_sent = st.chunked = st.bodiless = st.until_close = false;
  st.status = 0;
  st.route = nullptr;
  if (shared.log) {
    open_note();
    st.note->request_octets = text.size();
    st.note->take_head(head, *shared.log);
  }
  if (head.method == http::method::connect) {
    refuse({proxy_errc::connect_not_allowed, "CONNECT"}, 405);
    return;
  }
  auto where = shared.here.routes.find({.authority = head.authority,
                                        .path = head.target.path,
                                        .query = head.target.query,
                                        .method = head.method_text,
                                        .fields = &head.fields});
  if (!where) {
    answer({proxy_errc::no_route, std::string{head.authority}});
    close_note();
    if (!st.keep_alive)
      st.end = ending::close;
    return;
  }
  auto& route = shared.here.targets[*where];
  st.route = &route;
  auto client = client_info{.address = st.client};
  if (route.stages) {
    auto* x = shared.tools.staged.make(static_cast<session_side&>(*this),
                                       shared.tools, shared.here);
    st.exchange = exchange_ptr{x};
    x->begin(head, text, route, client);
  } else {
    begin_exchange(st.exchange, *this, shared.tools, route.target, head, client,
                   nullptr);
  }
}

void session_h1::on_malformed(http1::errc why) {
  auto word = std::string{to_string(why)};
  if (state.exchange)
    drop_exchange({proxy_errc::malformed_request, std::move(word)},
                  status_for(why));
  else
    refuse({proxy_errc::malformed_request, std::move(word)}, status_for(why));
}

void session_h1::finish_exchange() {
  auto& st = state;
  close_note();
  st.exchange.reset();
  st.pipe.reset();
  st.route = nullptr;
  st.since = now();
  if (st.end == ending::none
      && (!st.keep_alive || st.in_request || st.home->guests.draining()))
    st.end = ending::close;
}

/// There is nobody to be told.
void session_h1::give_up(const failure& why) {
  auto& st = state;
  st.exchange->abandon(why);
  if (st.end == ending::none) // else it was cut
    note(why);
  close_note();
  st.exchange.reset();
}

void session_h1::drop_exchange(const failure& why, http::status status) {
  auto& st = state;
  st.exchange->abandon(why);
  st.pipe.reset();
  if (st.head_sent)
    cut(why);
  else
    refuse(why, status);
  st.exchange.reset();
}

} // namespace troupe::actors
