#include "actors/pool/connect_attempt.hpp"

#include "actors/pool/connect_failure.hpp"
#include "actors/pool/pool.hpp"

#include "runtime/net/connect.hpp"

#include <utility>

namespace troupe::actors {

connect_attempt::connect_attempt(pool& owner, connection_parts of)
  : parts(std::move(of)), owner_(owner) {
  // nop
}

std::error_code connect_attempt::start(runtime::time::steady_point deadline) {
  auto& loop = owner_.home().loop();
  if (deadline > parts.born)
    loop.arm(timer_, deadline);
  return parts.socket.watch(loop, *this);
}

void connect_attempt::on_ready(runtime::loop::readiness what) {
  parts.socket.note(what);
  if (!what.writable && !what.hung_up && !parts.socket.encryption())
    return;
  owner_.enter([this] {
    if (parts.socket.encryption())
      shake_hands();
    else if (auto error = runtime::net::connect_result(parts.socket.socket()))
      owner_.ended(*this, connect_failure(error));
    else
      on_connected();
  });
}

void connect_attempt::on_connected() {
  if (auto& peer = owner_.state.peer) {
    parts.socket.encrypt(peer->connect());
    shake_hands();
  } else {
    owner_.ended(*this, {});
  }
}

void connect_attempt::shake_hands() {
  using runtime::tls::handshake_state;
  auto how = parts.socket.encryption()->handshake(parts.socket.under());
  parts.socket.update();
  if (how == handshake_state::done)
    owner_.ended(*this, {});
  else if (how != handshake_state::waits)
    owner_.ended(*this,
                 handshake_failure(parts.socket.encryption()->problem()));
}

void connect_attempt::on_timer() {
  owner_.enter([this] {
    owner_.ended(*this, {proxy_errc::connect_timeout, parts.socket.encryption()
                                                        ? "in TLS's handshake"
                                                        : "no answer"});
  });
}

} // namespace troupe::actors
