#pragma once

#include "codecs/base/octets.hpp"
#include "codecs/base/result.hpp"
#include "codecs/proxy_protocol/errc.hpp"
#include "codecs/proxy_protocol/header.hpp"

#include <cstddef>
#include <optional>

namespace troupe::codecs::proxy_protocol {

struct decode_limits {
  /// Of a header of version 2, all of it. The specification asks for 536 at
  /// least; certificates in private values need more.
  std::size_t octets = 4096;
};

struct decoded {
  header what;
  std::size_t consumed = 0; ///< what follows is the protocol behind it
};

/// Reads the header at the beginning of what a connection has brought so far;
/// nothing if it is not all there. Garbage is refused with its first octet
/// that cannot be. Nothing is remembered: what has come is fed again, with
/// more.
result<std::optional<decoded>, errc> decode(octets input,
                                            const decode_limits& limits = {});

} // namespace troupe::codecs::proxy_protocol
