#include "actors/listener/preface.hpp"

#include "actors/listener/welcome.hpp"

#include "runtime/log/log.hpp"

#include "codecs/proxy_protocol/decoder.hpp"

#include <array>
#include <memory>
#include <utility>

namespace troupe::actors {

namespace {

using runtime::net::io_state;
namespace proxy_protocol = codecs::proxy_protocol;

} // namespace

void preface_state::on_stop() {
  owner->stop();
}

preface::preface(caf::actor_config& cfg, loop_home& home, tls_front* front,
                 new_connection from)
  : pinned(cfg) {
  auto& st = state;
  st.owner = this;
  st.self = caf::strong_actor_ptr{ctrl()};
  st.home = &home;
  st.front = front;
  st.from = std::move(from);
  st.timer.emplace(static_cast<timer_handler&>(*this));
  st.enter_list(home.guests, true);
}

preface::behavior_type preface::make_behavior() {
  auto& loop = home().loop();
  auto patience = state.home->here.session.timeouts.head;
  if (patience.count() > 0)
    loop.arm(*state.timer, loop.now() + patience);
  receive(); // the header may be there already
  if (state.from.socket && !state.from.socket.watched()
      && state.from.socket.watch(loop, *this))
    quit(); // no memory to be watched: the proxy sees us close
  return {[this](read_header) { receive(); }};
}

void preface::on_ready(runtime::loop::readiness what) {
  enter([&] {
    state.from.socket.note(what);
    receive();
  });
}

void preface::on_timer() {
  enter([this] { refuse(state.read.empty() ? "nothing came" : "half of it"); });
}

void preface::stop() {
  enter([this] { quit(caf::exit_reason::user_shutdown); });
}

void preface::receive() {
  auto& st = state;
  if (!st.from.socket || !st.from.socket.may_read())
    return;
  auto room = std::array<std::byte, 4096>{};
  auto got = st.from.socket.read(room);
  if (got.state == io_state::would_block)
    return;
  if (got.state != io_state::done) {
    if (!st.read.empty()) // else somebody has looked whether we are there
      refuse("the connection has ended");
    quit();
    return;
  }
  st.read += codecs::as_text(std::span{room}.first(got.octets));
  understand();
}

void preface::understand() {
  auto& st = state;
  auto got = proxy_protocol::decode(codecs::as_octets(st.read));
  if (!got)
    refuse(to_string(got.error()));
  else if (!got->has_value())
    send(this, read_header{});
  else
    begin(*std::move(*got));
}

void preface::begin(proxy_protocol::decoded from) {
  auto& st = state;
  auto& header = from.what;
  auto memory = std::make_unique<state_bag>();
  auto named = header.local ? std::move(st.from.client)
               : header.kind == proxy_protocol::family::unix_path
                 ? std::string{"unix:"}
                 : header.source.host;
  memory->get<proxy_protocol::header>() = std::move(header);
  st.home->guests.reserve(0); // we have left when we have quit
  welcome(*st.home, st.front,
          {.socket = std::move(st.from.socket),
           .client = std::move(named),
           .early = std::string_view{st.read}.substr(from.consumed),
           .memory = std::move(memory),
           .speaks = st.from.speaks});
  quit();
}

void preface::refuse(std::string_view because) {
  runtime::log::warning("proxy_header_refused proxy={} because=\"{}\"",
                        state.from.client, because);
  state.from.socket.abort();
  quit();
}

} // namespace troupe::actors
