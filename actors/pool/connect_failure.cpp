#include "actors/pool/connect_failure.hpp"

#include <cerrno>
#include <string>
#include <utility>

namespace troupe::actors {

namespace {

proxy_errc meaning_of(const std::error_code& error) noexcept {
  switch (error.value()) {
    case EMFILE:
    case ENFILE:
    case ENOBUFS:
    case ENOMEM:
    case EADDRNOTAVAIL: return proxy_errc::out_of_resources;
    case ETIMEDOUT: return proxy_errc::connect_timeout;
    default: return proxy_errc::connection_refused;
  }
}

} // namespace

failure connect_failure(const std::error_code& error) {
  return {meaning_of(error), error.message()};
}

failure handshake_failure(const runtime::tls::problem& problem) {
  using runtime::tls::errc;
  auto because = std::string{to_string(problem.what)};
  if (!problem.text.empty())
    because.append(": ").append(problem.text);
  auto what = concerns_certificate(problem.what)
                ? proxy_errc::tls_certificate_error
              : problem.what == errc::alert ? proxy_errc::tls_alert_received
                                            : proxy_errc::tls_protocol_error;
  return {what, std::move(because)};
}

} // namespace troupe::actors
