#include "actors/listener/listener.hpp"

#include "actors/listener/preface.hpp"
#include "actors/listener/welcome.hpp"

#include "runtime/log/log.hpp"
#include "runtime/net/listening_socket.hpp"

#include <system_error>
#include <utility>

namespace troupe::actors {

namespace {

/// Connections in a row before those that are there have their turn.
constexpr int accepts_in_a_row = 4;

/// Until we look whether there are descriptors, or places, again.
constexpr auto pause_when_full = std::chrono::milliseconds{50};

} // namespace

listener::listener(caf::actor_config& cfg, listener_part part) : pinned(cfg) {
  state.part = std::move(part);
  state.pause.emplace(static_cast<timer_handler&>(*this));
}

listener::behavior_type listener::make_behavior() {
  auto& st = state;
  auto& loop = home().loop();
  auto number = st.part.socket->get();
  auto place = st.part.shared ? loop.watch_shared(number, *this)
                              : loop.watch(number, *this);
  if (place)
    st.place = *std::move(place);
  else
    quit(caf::make_error(caf::sec::runtime_error, place.error().message()));
  return {
    [this](stop_accepting) {
      while (accept(accepts_in_a_row))
        ; // nop
      state.place.reset();
      auto tell = std::move(state.part.on_stopped);
      quit();
      tell();
    },
    [this](accept_more) { accept_some(); },
  };
}

void listener::stop() {
  enter([this] { quit(caf::exit_reason::user_shutdown); });
}

void listener::on_ready(runtime::loop::readiness) {
  if (!state.pause->armed())
    enter([this] { accept_some(); });
}

void listener::on_timer() {
  enter([this] { accept_some(); });
}

void listener::accept_some() {
  if (accept(accepts_in_a_row))
    send(this, accept_more{});
}

bool listener::accept(int budget) {
  auto& st = state;
  auto& part = st.part;
  while (budget-- > 0) {
    if (part.home->guests.stopped())
      return false;
    auto& guests = part.home->guests;
    if (!guests.reserve(part.max_connections)) {
      wait(pause_when_full);
      return false;
    }
    auto next = runtime::net::accept_from(*part.socket);
    if (!next) {
      guests.unreserve();
      if (next.error() == std::errc::operation_would_block)
        return false;
      if (!std::exchange(st.short_of_descriptors, true))
        runtime::log::warning("accept_paused because=\"{}\" connections={}",
                              next.error().message(), part.home->guests.size());
      wait(pause_when_full);
      return false;
    }
    if (std::exchange(st.short_of_descriptors, false))
      runtime::log::info("accept_resumed connections={}",
                         part.home->guests.size());
    if (part.admits && *part.admits && !(*part.admits)(next->peer)) {
      guests.unreserve();
      continue;
    }
    auto client
      = next->peer.kind() == runtime::net::address::family::ipv4
            || next->peer.kind() == runtime::net::address::family::ipv6
          ? next->peer.host()
          : std::string{"unix:"};
    auto from
      = new_connection{.socket = runtime::net::stream{std::move(next->socket)},
                       .client = std::move(client),
                       .speaks = part.speaks};
    if (part.proxies && part.proxies->decide(next->peer) == access::allow)
      spawn_pinned<preface>(home(), *part.home, part.front, std::move(from));
    else // while what the kernel knows of it is warm
      welcome(*part.home, part.front, std::move(from));
  }
  return true;
}

void listener::wait(std::chrono::milliseconds pause) {
  home().loop().arm(*state.pause, home().loop().now() + pause);
}

} // namespace troupe::actors
