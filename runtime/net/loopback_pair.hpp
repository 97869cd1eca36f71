#pragma once

#include "runtime/net/fd.hpp"

namespace troupe::runtime::net {

/// Two connected, non-blocking sockets, for tests and for talking to oneself.
/// Throws std::system_error.
struct loopback_pair {
  fd first;
  fd second;

  static loopback_pair make();     ///< Unix-domain
  static loopback_pair make_tcp(); ///< over 127.0.0.1
};

} // namespace troupe::runtime::net
