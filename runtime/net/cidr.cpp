#include "runtime/net/cidr.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <charconv>
#include <cstring>

namespace troupe::runtime::net {

namespace {

using std::string;
using std::string_view;
using family = address::family;

constexpr auto mapped_prefix = 96u; // of ::ffff:0:0/96
constexpr auto mapped_bits = std::uint64_t{0xffff} << 32;

constexpr unsigned width_of(family x) noexcept {
  return x == family::ipv4 ? 32 : 128;
}

/// Ones where the bits after the prefix are.
constexpr ip_bits bits_after(unsigned prefix, unsigned width) noexcept {
  auto ones = [](unsigned count) {
    return count >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << count) - 1;
  };
  auto rest = width - prefix;
  return {.high = rest > 64 ? ones(rest - 64) : 0, .low = ones(rest)};
}

ip_bits bits_of(const in6_addr& x) noexcept {
  auto result = ip_bits{};
  for (auto i = 0; i < 8; ++i) {
    result.high = result.high << 8 | x.s6_addr[i];
    result.low = result.low << 8 | x.s6_addr[i + 8];
  }
  return result;
}

bool is_mapped(const ip_bits& x) noexcept {
  return x.high == 0 && (x.low & ~std::uint64_t{0xffffffff}) == mapped_bits;
}

ip_bits unmapped(const ip_bits& x) noexcept {
  return {.high = 0, .low = x.low & 0xffffffff};
}

struct place {
  family kind = family::none;
  ip_bits bits;
};

place place_of(const address& x) noexcept {
  if (x.kind() == family::ipv4) {
    auto* raw = reinterpret_cast<const sockaddr_in*>(x.raw());
    return {family::ipv4, {.high = 0, .low = ntohl(raw->sin_addr.s_addr)}};
  }
  if (x.kind() != family::ipv6)
    return {};
  auto* raw = reinterpret_cast<const sockaddr_in6*>(x.raw());
  auto bits = bits_of(raw->sin6_addr);
  if (is_mapped(bits)) // as it is when an operator wrote it
    return {family::ipv4, unmapped(bits)};
  return {family::ipv6, bits};
}

/// Nowhere if the text is no address.
place parse_address(string_view text) {
  const auto terminated = string{text};
  if (text.find('\0') != string_view::npos)
    return {};
  auto v4 = in_addr{};
  if (::inet_pton(AF_INET, terminated.c_str(), &v4) == 1)
    return {family::ipv4, {.high = 0, .low = ntohl(v4.s_addr)}};
  auto v6 = in6_addr{};
  if (::inet_pton(AF_INET6, terminated.c_str(), &v6) == 1)
    return {family::ipv6, bits_of(v6)};
  return {};
}

string spelled(family kind, const ip_bits& bits) {
  char text[INET6_ADDRSTRLEN] = {};
  if (kind == family::ipv4) {
    auto raw = in_addr{htonl(static_cast<std::uint32_t>(bits.low))};
    return ::inet_ntop(AF_INET, &raw, text, sizeof(text));
  }
  auto raw = in6_addr{};
  for (auto i = 0; i < 8; ++i) {
    raw.s6_addr[i] = static_cast<std::uint8_t>(bits.high >> (56 - 8 * i));
    raw.s6_addr[i + 8] = static_cast<std::uint8_t>(bits.low >> (56 - 8 * i));
  }
  return ::inet_ntop(AF_INET6, &raw, text, sizeof(text));
}

string quoted(string_view x) {
  auto result = string{"'"};
  return result.append(x).append(1, '\'');
}

} // namespace

// -- one range ---------------------------------------------------------------

codecs::result<cidr, string> cidr::parse(string_view text) {
  const auto slash = text.find('/');
  auto [kind, bits] = parse_address(text.substr(0, slash));
  if (kind == family::none)
    return quoted(text.substr(0, slash)) + " is not an IP address";
  auto width = width_of(kind);
  auto prefix = width;
  if (slash != string_view::npos) {
    const auto digits = text.substr(slash + 1);
    const auto* end = digits.data() + digits.size();
    auto [at, errc] = std::from_chars(digits.data(), end, prefix);
    if (errc != std::errc{} || at != end || prefix > width)
      return quoted(digits) + " is not a prefix length from 0 to "
             + std::to_string(width);
  }
  if (kind == family::ipv6 && is_mapped(bits) && prefix >= mapped_prefix) {
    kind = family::ipv4;
    bits = unmapped(bits);
    width = width_of(kind);
    prefix -= mapped_prefix;
  }
  const auto rest = bits_after(prefix, width);
  auto result = cidr{};
  result.first_ = {bits.high & ~rest.high, bits.low & ~rest.low};
  result.prefix_ = prefix;
  result.family_ = kind;
  if (result.first_ != bits)
    return string{text} + " has bits beyond its prefix (did you mean "
           + to_string(result) + "?)";
  return result;
}

ip_bits cidr::last() const noexcept {
  const auto rest = bits_after(prefix_, width_of(family_));
  return {first_.high | rest.high, first_.low | rest.low};
}

bool cidr::contains(const address& x) const noexcept {
  const auto [kind, bits] = place_of(x);
  return kind == family_ && first_ <= bits && bits <= last();
}

string to_string(const cidr& x) {
  return spelled(x.family_, x.first_) + '/' + std::to_string(x.prefix_);
}

// -- many --------------------------------------------------------------------

cidr_set::cidr_set(std::span<const cidr> ranges) {
  for (auto& x : ranges)
    (x.family() == family::ipv4 ? ipv4_ : ipv6_)
      .push_back({x.first(), x.last()});
  merge(ipv4_);
  merge(ipv6_);
}

void cidr_set::merge(std::vector<range>& ranges) {
  std::sort(ranges.begin(), ranges.end(),
            [](const range& a, const range& b) { return a.first < b.first; });
  auto next = [](ip_bits x) { // of the last address there is none
    if (++x.low == 0)
      ++x.high;
    return x;
  };
  auto merged = std::vector<range>{};
  for (auto& x : ranges) {
    auto touches = !merged.empty()
                   && (x.first <= merged.back().last
                       || x.first == next(merged.back().last));
    if (touches)
      merged.back().last = std::max(merged.back().last, x.last);
    else
      merged.push_back(x);
  }
  ranges = std::move(merged);
}

bool cidr_set::contains(const address& x) const noexcept {
  const auto [kind, bits] = place_of(x);
  if (kind == family::none)
    return false;
  auto& ranges = kind == family::ipv4 ? ipv4_ : ipv6_;
  auto after = std::upper_bound(
    ranges.begin(), ranges.end(), bits,
    [](const ip_bits& a, const range& b) { return a < b.first; });
  return after != ranges.begin() && bits <= std::prev(after)->last;
}

} // namespace troupe::runtime::net
