#pragma once

#include "codecs/base/result.hpp"

#include <netinet/in.h>
#include <sys/socket.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace troupe::runtime::net {

/// Where a socket is bound or connects to: IPv4, IPv6 or a path (Unix domain).
/// A value; an empty one is nowhere.
class address {
public:
  enum class family : std::uint8_t { none, ipv4, ipv6, unix_path };

  address() = default;

  /// "127.0.0.1:80", "[::1]:80", "*:80" (all of IPv6 and IPv4), ":80" (the
  /// same), "unix:/run/x.sock". The error is a sentence for the operator.
  static codecs::result<address, std::string> parse(std::string_view text);
  /// Nowhere if it is of another family. IPv4 that came over an IPv6 socket
  /// (::ffff:192.0.2.1) is IPv4.
  static address from_raw(const sockaddr* raw, socklen_t length);

  family kind() const noexcept;
  std::uint16_t port() const noexcept; ///< 0 for a path
  /// Address without port, or the path: "127.0.0.1", "::1", "/run/x.sock".
  std::string host() const;
  const std::string& path() const noexcept;
  const sockaddr* raw() const noexcept;
  socklen_t raw_length() const noexcept;

  friend bool operator==(const address&, const address&) noexcept;

private:
  // Seldom and long: kept apart, so that an address of a connection is short.
  struct unix_place;

  std::variant<std::monostate, sockaddr_in, sockaddr_in6,
               std::shared_ptr<const unix_place>>
    place_;
};

/// The spelling that parse() reads.
std::string to_string(const address& x);

} // namespace troupe::runtime::net
