#pragma once

#include <cstddef>
#include <cstdint>

namespace troupe::codecs::http2 {

/// How often something may happen: `burst` times at once, and then so many
/// times a second.
struct rate {
  std::uint32_t burst;
  std::uint32_t per_second;
};

/// What we tell a peer (RFC 9113 section 6.5.2), and what we bear from it.
struct options {
  /// Requests at once that a client may have open. More cost memory, and one
  /// connection could take all that others need.
  std::uint32_t max_streams = 128;
  /// Octets of a body that a peer may send before we have taken any: of a
  /// stream, and of all together, which is what a connection may cost us in
  /// memory. The second has room for some streams that stand still.
  std::uint32_t window = 256 * 1024;
  std::uint32_t connection_window = 4 * 1024 * 1024;
  /// The payload of a frame that we take.
  std::uint32_t max_frame = 16 * 1024;
  /// A head as RFC 9113 section 10.5.1 counts it: names, values, and 32 octets
  /// for each field.
  std::uint32_t max_head = 64 * 1024;
  /// The table that a peer may refer to (RFC 7541 section 4.2).
  std::uint32_t max_table = 4096;
  /// WebSocket and its like by extended CONNECT (RFC 8441).
  bool extended_connect = true;

  /// Streams that end because the peer resets them, or breaks a rule of
  /// theirs: work that was for nothing (CVE-2023-44487, CVE-2025-8671).
  rate resets = {.burst = 500, .per_second = 30};
  /// Frames that carry nothing: PING, SETTINGS, PRIORITY_UPDATE, DATA without
  /// octets, windows that open by a handful of octets (CVE-2019-9511 to 9518).
  rate idle_frames = {.burst = 1000, .per_second = 50};
  /// CONTINUATION frames of one head (CVE-2024-27316).
  std::size_t max_continuations = 8;
};

} // namespace troupe::codecs::http2
