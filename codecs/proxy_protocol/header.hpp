#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::codecs::proxy_protocol {

/// Whose connection a proxy speaks for, and to whom it was made: the PROXY
/// protocol, versions 1 and 2 (haproxy.org, proxy-protocol.txt).

enum class family : std::uint8_t { none, ipv4, ipv6, unix_path };

struct endpoint {
  std::string host; ///< "192.0.2.1", "2001:db8::1", or a path
  std::uint16_t port = 0;

  friend bool operator==(const endpoint&, const endpoint&) = default;
};

/// PP2_TYPE_*: what version 2 can say besides.
enum class tlv_type : std::uint8_t {
  alpn = 0x01,
  authority = 0x02, ///< the name that the client asked for (SNI)
  crc32c = 0x03,
  noop = 0x04,
  unique_id = 0x05,
  ssl = 0x20, ///< see ssl_info
  ssl_version = 0x21,
  ssl_common_name = 0x22,
  ssl_cipher = 0x23,
  ssl_signature = 0x24,
  ssl_key = 0x25,
  netns = 0x30,
};

struct tlv {
  tlv_type type{};
  std::string value;

  friend bool operator==(const tlv&, const tlv&) = default;
};

/// Owns what it says.
struct header {
  /// The proxy speaks for itself, or knows nothing: the addresses of the
  /// connection count. Then the family is none.
  bool local = false;
  family kind = family::none;
  bool datagram = false;
  endpoint source;
  endpoint destination;
  std::vector<tlv> tlvs; ///< checksum and padding are not among them

  /// The value of the first of that type, or nullptr.
  const std::string* find(tlv_type type) const noexcept;

  friend bool operator==(const header&, const header&) = default;
};

/// What PP2_TYPE_SSL says of the client's connection (section 2.2.6).
struct ssl_info {
  bool over_tls = false;
  bool certificate_here = false;       ///< shown on this connection
  bool certificate_in_session = false; ///< shown once in the TLS session
  bool verified = false;               ///< a certificate was, successfully
  std::vector<tlv> tlvs;

  const std::string* find(tlv_type type) const noexcept;
};

/// Nothing if it is malformed.
std::optional<ssl_info> parse_ssl(std::string_view value);

} // namespace troupe::codecs::proxy_protocol
