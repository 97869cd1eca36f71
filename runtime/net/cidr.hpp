#pragma once

#include "runtime/net/address.hpp"

#include "codecs/base/result.hpp"

#include <compare>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::runtime::net {

/// The 128 bits of an IPv6 address, or the 32 of an IPv4 one.
struct ip_bits {
  std::uint64_t high = 0;
  std::uint64_t low = 0;

  friend auto operator<=>(const ip_bits&, const ip_bits&) = default;
};

/// The addresses of one family that begin with the same bits (RFC 4632). IPv4
/// that is written as IPv6 (::ffff:192.0.2.0/120) is IPv4; ::/0 is all of IPv6
/// and nothing of IPv4.
class cidr {
public:
  /// "10.0.0.0/8", "2001:db8::/32"; an address alone is a range of one. Bits
  /// beyond the prefix are refused, for one of the two is a mistake. The error
  /// is a sentence for the operator.
  static codecs::result<cidr, std::string> parse(std::string_view text);

  address::family family() const noexcept { return family_; }
  unsigned prefix() const noexcept { return prefix_; }
  ip_bits first() const noexcept { return first_; }
  ip_bits last() const noexcept;

  /// Ports are of no account. What is not IP lies in no range.
  bool contains(const address& x) const noexcept;

  friend bool operator==(const cidr&, const cidr&) = default;
  friend std::string to_string(const cidr& x);

private:
  ip_bits first_;
  unsigned prefix_ = 0;
  address::family family_ = address::family::ipv4;
};

/// Many ranges as one: sorted, and merged where they touch, so that a look-up
/// costs a binary search.
class cidr_set {
public:
  cidr_set() = default;
  explicit cidr_set(std::span<const cidr> ranges);

  bool contains(const address& x) const noexcept;
  bool empty() const noexcept { return ipv4_.empty() && ipv6_.empty(); }
  /// How many there are after merging.
  std::size_t size() const noexcept { return ipv4_.size() + ipv6_.size(); }

private:
  struct range {
    ip_bits first;
    ip_bits last;
  };

  static void merge(std::vector<range>& ranges);

  std::vector<range> ipv4_;
  std::vector<range> ipv6_;
};

} // namespace troupe::runtime::net
