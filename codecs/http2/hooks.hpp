#pragma once

#include "codecs/http2/connection.hpp"

#include <nghttp2/nghttp2.h>

namespace troupe::codecs::http2 {

/// What nghttp2 calls, and where it leads: to the core. C is in between,
/// through which no exception may pass.
struct hooks {
  /// The same for all connections.
  static const nghttp2_session_callbacks* all();
  /// Reads what a stream has to send.
  static nghttp2_data_provider body_of(connection::stream& x) noexcept;

private:
  struct calls;
};

} // namespace troupe::codecs::http2
