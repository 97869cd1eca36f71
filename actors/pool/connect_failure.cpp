#include "actors/pool/connect_failure.hpp"

#include <cerrno>

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

} // namespace troupe::actors
