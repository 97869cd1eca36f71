#pragma once

#include "codecs/base/octets.hpp"
#include "codecs/base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace troupe::codecs::tls {

/// What a client of TLS says first and in the clear (RFC 8446 section 4.1.2),
/// as far as anybody on the way may go by it.
struct client_hello {
  std::string server_name; ///< that it asks for (RFC 6066 section 3), or empty
  std::vector<std::string> protocols; ///< in its order (RFC 7301)

  bool operator==(const client_hello&) const = default;
};

enum class hello_errc : std::uint8_t {
  not_tls,   ///< no handshake begins like that
  malformed, ///< lengths that contradict each other, or a name that is none
  too_large,
};

struct hello_limits {
  /// Of the message. Clients with the keys of tomorrow send about 2 KiB.
  std::size_t octets = 16 * 1024;
};

/// Reads the message at the beginning of what a connection has brought so far,
/// over as many records as it takes; nothing if it is not all there. Nothing is
/// remembered: what has come is fed again, with more.
result<std::optional<client_hello>, hello_errc>
parse_client_hello(octets input, const hello_limits& limits = {});

} // namespace troupe::codecs::tls
