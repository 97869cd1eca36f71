#include "actors/health/probe.hpp"

#include "actors/health/http_probe.hpp"
#include "actors/health/tcp_probe.hpp"
#include "actors/pool/connect_failure.hpp"

#include "runtime/net/connect.hpp"

#include <cerrno>
#include <system_error>
#include <utility>

namespace troupe::actors {

namespace {

/// Whether the backend is to blame: not if it is we who have run out of
/// something.
check_verdict not_connected(const std::error_code& error) {
  switch (error.value()) {
    case EMFILE:
    case ENFILE:
    case ENOBUFS:
    case ENOMEM:
    case EADDRNOTAVAIL: return {check_result::undecided, error.message()};
    default: return check_failed(error.message());
  }
}

} // namespace

std::optional<check_verdict>
probe::start(runtime::loop::event_loop& loop, runtime::loop::io_handler& owner,
             const runtime::net::address& to,
             const runtime::net::connect_options& options) {
  auto begun = runtime::net::begin_connect(to, options);
  if (!begun)
    return not_connected(begun.error());
  stream_ = runtime::net::stream{std::move(begun->socket)};
  if (auto error = stream_.watch(loop, owner))
    return not_connected(error);
  connected_ = begun->done;
  return connected_ ? go_on(loop) : std::nullopt;
}

std::optional<check_verdict> probe::advance(runtime::loop::event_loop& loop,
                                            runtime::loop::readiness what) {
  stream_.note(what);
  if (!connected_) {
    if (!what.writable && !what.hung_up)
      return std::nullopt;
    if (auto error = runtime::net::connect_result(stream_.socket()))
      return not_connected(error);
    connected_ = true;
  }
  return go_on(loop);
}

std::optional<check_verdict> probe::go_on(runtime::loop::event_loop& loop) {
  using runtime::tls::handshake_state;
  if (peer_ && !shaken_) {
    if (!stream_.encryption())
      stream_.encrypt(peer_->connect());
    auto how = stream_.encryption()->handshake(stream_.under());
    stream_.update();
    if (how == handshake_state::waits)
      return std::nullopt;
    if (how != handshake_state::done)
      return check_failed(
        handshake_failure(stream_.encryption()->problem()).because);
    shaken_ = true;
  }
  return converse(stream_, loop);
}

void probe::end() {
  if (stream_)
    take_leave(stream_);
  stream_.close();
}

std::unique_ptr<probe> make_probe(const check_options& options,
                                  const std::string& name,
                                  const runtime::net::address& at) {
  auto result = std::unique_ptr<probe>{};
  auto is_path = at.kind() == runtime::net::address::family::unix_path;
  if (options.kind == check_kind::tcp)
    result = std::make_unique<tcp_probe>();
  else
    result
      = std::make_unique<http_probe>(options, is_path ? "localhost" : name);
  if (options.tls)
    result->peer_.emplace(options.tls, name);
  return result;
}

} // namespace troupe::actors
