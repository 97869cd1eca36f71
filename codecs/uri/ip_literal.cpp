#include "codecs/uri/ip_literal.hpp"

#include "codecs/base/ascii.hpp"

#include <cstddef>

namespace troupe::codecs::uri {

namespace {

bool is_decimal_octet(std::string_view x) noexcept {
  if (x.empty() || x.size() > 3 || (x.size() > 1 && x.front() == '0'))
    return false;
  auto value = 0;
  for (auto c : x) {
    if (!is_digit(c))
      return false;
    value = value * 10 + (c - '0');
  }
  return value <= 255;
}

std::size_t leading_hex_digits(std::string_view x) noexcept {
  std::size_t n = 0;
  while (n < x.size() && hex_value(x[n]) >= 0)
    ++n;
  return n;
}

} // namespace

bool is_ipv4_address(std::string_view x) noexcept {
  for (auto octets = 1; octets < 4; ++octets) {
    auto dot = x.find('.');
    if (dot == x.npos || !is_decimal_octet(x.substr(0, dot)))
      return false;
    x.remove_prefix(dot + 1);
  }
  return is_decimal_octet(x);
}

bool is_ipv6_address(std::string_view x) noexcept {
  auto groups = 0; // of 16 bits
  auto elided = x.starts_with("::");
  if (elided)
    x.remove_prefix(2);
  while (!x.empty() || groups == 0) {
    auto n = leading_hex_digits(x);
    if (x.empty())
      return elided; // "::" alone
    if (n < x.size() && x[n] == '.') {
      groups += 2;
      if (!is_ipv4_address(x))
        return false;
      break;
    }
    if (n == 0 || n > 4)
      return false;
    ++groups;
    x.remove_prefix(n);
    if (x.empty())
      break;
    if (x.front() != ':' || x.size() == 1)
      return false;
    x.remove_prefix(1);
    if (x.front() == ':') {
      if (elided)
        return false;
      elided = true;
      x.remove_prefix(1);
    }
  }
  // "::" stands for one group at least.
  return elided ? groups < 8 : groups == 8;
}

} // namespace troupe::codecs::uri
