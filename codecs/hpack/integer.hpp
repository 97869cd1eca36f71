#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

namespace troupe::codecs::hpack {

/// What is still to be read of a block. Borrowed.
struct cursor {
  const std::uint8_t* at;
  const std::uint8_t* end;

  std::size_t rest() const noexcept {
    return static_cast<std::size_t>(end - at);
  }

  /// There are that many.
  std::string_view take(std::size_t size) noexcept {
    auto* first = reinterpret_cast<const char*>(at);
    at += size;
    return {first, size};
  }
};

/// An integer whose first octet has `prefix` bits for it (RFC 7541 section
/// 5.1). False: its end is missing, or it is beyond 32 bits, or has more octets
/// than such a number needs.
inline bool read_integer(cursor& from, unsigned prefix,
                         std::uint32_t& to) noexcept {
  constexpr auto last_shift = 28u;
  if (from.at == from.end)
    return false;
  auto most = (1u << prefix) - 1;
  auto value = std::uint64_t{*from.at++ & most};
  if (value == most) {
    for (auto shift = 0u;; shift += 7) {
      if (from.at == from.end || shift > last_shift)
        return false;
      auto x = *from.at++;
      value += std::uint64_t{x & 0x7fu} << shift;
      if (x < 0x80)
        break;
    }
  }
  to = static_cast<std::uint32_t>(value);
  return value <= std::numeric_limits<std::uint32_t>::max();
}

namespace detail {

/// What the first octet has no room for.
inline void append_rest(std::string& to, std::size_t value) {
  for (; value >= 0x80; value >>= 7)
    to.push_back(static_cast<char>(value | 0x80));
  to.push_back(static_cast<char>(value));
}

} // namespace detail

/// Appends one. `flags` are the other bits of the first octet.
inline void append_integer(std::string& to, unsigned flags, unsigned prefix,
                           std::size_t value) {
  auto most = (std::size_t{1} << prefix) - 1;
  to.push_back(static_cast<char>(flags | (value < most ? value : most)));
  if (value >= most) [[unlikely]]
    detail::append_rest(to, value - most);
}

} // namespace troupe::codecs::hpack
