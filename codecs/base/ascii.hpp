#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace troupe::codecs {

namespace detail {

constexpr std::array<bool, 256> tchar_table() {
  std::array<bool, 256> table{};
  constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz"
                                       "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  constexpr std::string_view others = "0123456789!#$%&'*+-.^_`|~";
  for (auto c : letters)
    table[static_cast<unsigned char>(c)] = true;
  for (auto c : others)
    table[static_cast<unsigned char>(c)] = true;
  return table;
}

inline constexpr auto tchars = tchar_table();

} // namespace detail

/// RFC 9110 section 5.6.2: what tokens are made of.
constexpr bool is_tchar(char c) noexcept {
  return detail::tchars[static_cast<unsigned char>(c)];
}

/// One octet at least, and nothing but tchar.
constexpr bool is_token(std::string_view x) noexcept {
  for (auto c : x)
    if (!is_tchar(c))
      return false;
  return !x.empty();
}

constexpr bool is_digit(char c) noexcept {
  return c >= '0' && c <= '9';
}

/// RFC 9110 section 5.6.3: the octets of OWS and BWS.
constexpr bool is_blank(char c) noexcept {
  return c == ' ' || c == '\t';
}

constexpr char to_lower(char c) noexcept {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
}

/// The digit's value, or -1.
constexpr int hex_value(char c) noexcept {
  if (is_digit(c))
    return c - '0';
  auto x = to_lower(c);
  return x >= 'a' && x <= 'f' ? x - 'a' + 10 : -1;
}

/// Equal but for ASCII case.
constexpr bool same_text(std::string_view a, std::string_view b) noexcept {
  if (a.size() != b.size())
    return false;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (to_lower(a[i]) != to_lower(b[i]))
      return false;
  return true;
}

/// Without the blanks at both ends. What is all blank becomes empty, and lies
/// at the end of `x`.
constexpr std::string_view trim(std::string_view x) noexcept {
  while (!x.empty() && is_blank(x.front()))
    x.remove_prefix(1);
  while (!x.empty() && is_blank(x.back()))
    x.remove_suffix(1);
  return x;
}

} // namespace troupe::codecs
