#include "actors/listener/handshake.hpp"

#include "actors/listener/welcome.hpp"

#include "runtime/log/log.hpp"

#include "codecs/base/octets.hpp"
#include "codecs/http1/encoder.hpp"

#include <caf/send.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace troupe::actors {

namespace {

using runtime::net::io_state;
namespace tls = runtime::tls;

std::string plain_http_answer() {
  constexpr auto page = std::string_view{
    "This port speaks HTTPS, and the request was in plain HTTP.\n"};
  auto result = std::string{};
  codecs::http1::write_status_line(result, 400, {});
  codecs::http1::write_field(result, "Content-Type", "text/plain");
  codecs::http1::write_field(result, "Content-Length",
                             std::uint64_t{page.size()});
  codecs::http1::write_field(result, "Connection", "close");
  codecs::http1::end_head(result);
  return result.append(page);
}

/// For a client that was refused to hear of it, and to go.
constexpr auto parting_time = std::chrono::seconds{1};

} // namespace

void handshake_state::on_stop() {
  owner->stop();
}

handshake::handshake(caf::actor_config& cfg, loop_home& home, tls_front& front,
                     new_connection from)
  : pinned(cfg) {
  auto& st = state;
  st.owner = this;
  st.self = caf::strong_actor_ptr{ctrl()};
  st.home = &home;
  st.front = &front;
  st.from = std::move(from);
  auto channel = front.accept();
  if (!st.from.early.empty())
    channel->put_early(codecs::as_octets(std::exchange(st.from.early, {})));
  st.from.socket.encrypt(std::move(channel));
  st.timer.emplace(static_cast<timer_handler&>(*this));
  st.enter_list(home.guests, true);
}

handshake::behavior_type handshake::make_behavior() {
  auto& loop = home().loop();
  if (auto patience = state.front->options().handshake; patience.count() > 0)
    loop.arm(*state.timer, loop.now() + patience);
  advance(); // the client's first flight may be there already
  watch();
  return {[this](identity_found& x) {
    if (auto* channel = state.from.socket.encryption()) {
      channel->supply(std::move(x.identity));
      advance();
    }
  }};
}

void handshake::watch() {
  auto& socket = state.from.socket;
  if (!socket)
    return;
  if (socket.watched())
    socket.hand_over(*this);
  else if (socket.watch(home().loop(), *this))
    quit(); // no memory to be watched: the client sees us close
}

void handshake::on_ready(runtime::loop::readiness what) {
  enter([&] {
    state.from.socket.note(what);
    if (state.parting)
      read_away();
    else
      advance();
  });
}

void handshake::on_timer() {
  enter([this] {
    if (!state.parting) {
      state.front->counters.note_timed_out();
      runtime::log::info("tls_handshake_failed client={} because=timed_out",
                         state.from.client);
    }
    quit();
  });
}

void handshake::stop() {
  enter([this] { quit(caf::exit_reason::user_shutdown); });
}

void handshake::advance() {
  auto& socket = state.from.socket;
  if (!socket || state.parting)
    return;
  auto how = socket.encryption()->handshake(socket.under());
  socket.update();
  switch (how) {
    case tls::handshake_state::early:
    case tls::handshake_state::done: begin(); break;
    case tls::handshake_state::waits: break;
    case tls::handshake_state::wants_identity: ask_for_identity(); break;
    case tls::handshake_state::failed: refuse(); break;
  }
}

void handshake::ask_for_identity() {
  auto& st = state;
  auto name = std::string{st.from.socket.encryption()->server_name()};
  auto answer = [to = handshake_actor{this}](std::optional<tls::identity> x) {
    caf::anon_send(to, identity_found{std::move(x)});
  };
  st.front->options().supplier(name, std::move(answer));
}

void handshake::begin() {
  auto& st = state;
  st.front->counters.note_done(*st.from.socket.encryption());
  st.home->guests.reserve(0); // we have left when we have quit
  start_session_of(*st.home, std::move(st.from));
  quit();
}

void handshake::refuse() {
  auto& st = state;
  auto& why = st.from.socket.encryption()->problem();
  st.front->counters.note_failed(why.what);
  runtime::log::info("tls_handshake_failed client={} because={} detail=\"{}\"",
                     st.from.client, to_string(why.what), why.text);
  if (why.what == tls::errc::plain_http)
    st.from.socket.under().write(codecs::as_octets(plain_http_answer()), true);
  // What lies unread would make the kernel reset the connection, and that may
  // overtake the alert, or the answer.
  st.from.socket.under().shut_write();
  st.parting = true;
  home().loop().arm(*st.timer, home().loop().now() + parting_time);
  read_away();
}

void handshake::read_away() {
  auto& wire = state.from.socket.under();
  if (!wire.may_read)
    return;
  auto got = wire.read(home().loop().scratch());
  if (got.state == io_state::would_block)
    return;
  if (got.state != io_state::done)
    quit();
  // Who has more to say than a read takes is cut off when the time is over.
}

void start_handshake(loop_home& home, tls_front& front, new_connection from) {
  spawn_pinned<handshake>(home.unit, home, front, std::move(from));
}

} // namespace troupe::actors
