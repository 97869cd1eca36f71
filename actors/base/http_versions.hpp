#pragma once

namespace troupe::actors {

/// The versions of HTTP that may be spoken on a connection. Over TLS both ends
/// agree on one by ALPN, where we prefer h2. Without it a client of h2 begins
/// with its preface (RFC 9113 section 3.3) or with an upgrade, and a backend is
/// spoken to as we know beforehand.
struct http_versions {
  bool h1 = true;
  bool h2 = true;

  friend bool operator==(const http_versions&, const http_versions&) = default;
};

} // namespace troupe::actors
