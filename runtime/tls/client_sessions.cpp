#include "runtime/tls/client_sessions.hpp"

#include <openssl/ssl.h>

#include <ctime>
#include <utility>

namespace troupe::runtime::tls {

void client_sessions::put(session_ptr x) {
  all_.push_back(std::move(x));
  if (all_.size() > most)
    all_.pop_front();
}

session_ptr client_sessions::take() {
  // OpenSSL knows no other clock, and looks at none itself as a client.
  const auto now = static_cast<long>(std::time(nullptr));
  while (!all_.empty()) {
    auto last = std::move(all_.back());
    all_.pop_back();
    auto* x = last.get();
    if (SSL_SESSION_is_resumable(x) != 1
        || now >= SSL_SESSION_get_time(x) + SSL_SESSION_get_timeout(x))
      continue;
    // Until TLS 1.3 a server offers a session once, to be used many times.
    if (SSL_SESSION_get_protocol_version(x) < TLS1_3_VERSION
        && SSL_SESSION_up_ref(x) == 1)
      all_.emplace_back(x);
    return last;
  }
  return nullptr;
}

} // namespace troupe::runtime::tls
