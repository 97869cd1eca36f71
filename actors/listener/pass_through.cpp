#include "actors/listener/pass_through.hpp"

#include "actors/listener/handshake.hpp"
#include "actors/tunnel/tunnel.hpp"

#include "runtime/log/log.hpp"

#include "codecs/tls/client_hello.hpp"

#include <array>
#include <utility>

namespace troupe::actors {

namespace {

using runtime::net::io_state;

} // namespace

void pass_through_state::on_stop() {
  owner->stop();
}

pass_through::pass_through(caf::actor_config& cfg, loop_home& home,
                           tls_front& front, new_connection from)
  : pinned(cfg) {
  auto& st = state;
  st.owner = this;
  st.self = caf::strong_actor_ptr{ctrl()};
  st.home = &home;
  st.front = &front;
  st.from = std::move(from);
  st.read = std::exchange(st.from.early, {});
  st.timer.emplace(static_cast<timer_handler&>(*this));
  st.enter_list(home.guests, true);
}

pass_through::behavior_type pass_through::make_behavior() {
  auto& loop = home().loop();
  auto& socket = state.from.socket;
  if (auto patience = state.front->options().handshake; patience.count() > 0)
    loop.arm(*state.timer, loop.now() + patience);
  if (socket.watched())
    socket.hand_over(*this);
  if (state.read.empty())
    receive(); // it may be there already
  else
    understand();
  if (socket && !socket.watched() && socket.watch(loop, *this))
    quit(); // no memory to be watched: the client sees us close
  return {[this](read_header) { receive(); }};
}

void pass_through::on_ready(runtime::loop::readiness what) {
  enter([&] {
    state.from.socket.note(what);
    if (!state.upstream)
      receive();
    else if (what.broken)
      give_up("the client has gone");
  });
}

void pass_through::on_timer() {
  enter([this] { give_up("timed out"); });
}

void pass_through::stop() {
  enter([this] { quit(caf::exit_reason::user_shutdown); });
}

void pass_through::receive() {
  auto& st = state;
  auto& socket = st.from.socket;
  if (st.upstream || !socket || !socket.may_read())
    return;
  auto room = std::array<std::byte, 4096>{};
  auto got = socket.read(room);
  if (got.state == io_state::would_block)
    return;
  if (got.state != io_state::done) {
    quit();
    return;
  }
  st.read += codecs::as_text(std::span{room}.first(got.octets));
  understand();
}

void pass_through::understand() {
  auto& st = state;
  auto hello = codecs::tls::parse_client_hello(codecs::as_octets(st.read));
  if (hello && !hello->has_value()) {
    send(this, read_header{});
    return;
  }
  auto* name = hello ? st.front->passes().find((*hello)->server_name) : nullptr;
  if (name)
    st.upstream = st.home->here.upstream(*name);
  if (st.upstream) {
    st.picks.emplace();
    ask_next();
    return;
  }
  st.from.early = st.read;
  st.home->guests.reserve(0); // we have left when we have quit
  start_handshake(*st.home, *st.front, std::move(st.from));
  quit();
}

/// The next backend that the request has not asked yet.
void pass_through::ask_next() {
  auto& st = state;
  st.backend = st.picks->exhausted()
                 ? nullptr
                 : st.upstream->next(*st.picks, home().loop().now());
  if (!st.backend) {
    give_up("no backend can be reached");
    return;
  }
  auto lease = lease_id{++st.home->tools.last_lease};
  request(st.backend->shelf().pool, caf::infinite, lease_connection{lease})
    .then([this](connection_lease& x) { on_lease(x); },
          [this](const caf::error&) { ask_next(); });
}

void pass_through::on_lease(connection_lease& x) {
  auto& st = state;
  auto reached = x.connection != nullptr;
  st.upstream->note_outcome(*st.backend, reached ? outcome::success
                                                 : outcome::gateway_failure);
  if (reached)
    begin(std::move(x.connection));
  else
    ask_next();
}

void pass_through::begin(connection_ptr origin) {
  auto& st = state;
  origin->load = st.backend->enter();
  auto for_origin = runtime::buffer::byte_queue{};
  for_origin.append(codecs::as_octets(st.read));
  spawn_pinned<tunnel>(home(), st.home->guests,
                       tunnel_ends{.client = std::move(st.from.socket),
                                   .origin = std::move(origin),
                                   .for_client = {},
                                   .for_origin = std::move(for_origin)},
                       st.upstream->options.timeouts.tunnel_idle);
  quit();
}

void pass_through::give_up(std::string_view because) {
  runtime::log::info(
    "tls_pass_failed client={} upstream={} because=\"{}\"", state.from.client,
    state.upstream ? state.upstream->name() : std::string{}, because);
  state.from.socket.abort();
  quit();
}

} // namespace troupe::actors
