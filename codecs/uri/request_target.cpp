#include "codecs/uri/request_target.hpp"

#include "codecs/base/ascii.hpp"
#include "codecs/uri/ip_literal.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace troupe::codecs::uri {

namespace {

// What an octet may be part of, and whether it needs a second look.
enum octet_class : std::uint8_t {
  not_in_path = 1,
  not_in_query = 2,
  not_in_name = 4, // of a host
  percent = 8,
};

constexpr std::array<std::uint8_t, 256> classify() {
  std::array<std::uint8_t, 256> table{};
  for (std::size_t i = 0; i < table.size(); ++i) {
    auto c = static_cast<char>(i);
    // RFC 3986 allows fewer, but browsers send [ ] { } | ^ ` as they are, and
    // a backslash in the query (the percent-encode sets of the URL standard).
    if (i <= 0x20 || i >= 0x7f || c == '#' || c == '"' || c == '<' || c == '>')
      table[i] |= not_in_path | not_in_query;
    if (c == '\\')
      table[i] |= not_in_path;
    constexpr std::string_view marks = "-._~!$&'()*+,;=%";
    auto x = to_lower(c);
    if (!is_digit(c) && !(x >= 'a' && x <= 'z') && marks.find(c) == marks.npos)
      table[i] |= not_in_name;
    if (c == '%')
      table[i] |= percent;
  }
  return table;
}

constexpr auto classes = classify();

// The classes of all octets together.
unsigned classes_of(std::string_view x) noexcept {
  auto all = 0u;
  for (auto c : x)
    all |= classes[static_cast<unsigned char>(c)];
  return all;
}

bool has_good_percents(std::string_view x) noexcept {
  for (auto i = x.find('%'); i != x.npos; i = x.find('%', i + 3))
    if (x.size() - i < 3 || hex_value(x[i + 1]) < 0 || hex_value(x[i + 2]) < 0)
      return false;
  return true;
}

bool is_made_of(std::string_view x, octet_class forbidden) noexcept {
  auto all = classes_of(x);
  return (all & forbidden) == 0
         && ((all & percent) == 0 || has_good_percents(x));
}

// Path and query, from x.path on to the end of x.text. In the query a percent
// sign may stand for itself: people type it there, and browsers leave it.
bool split_path(request_target& x, std::string_view text) noexcept {
  auto mark = text.find('?');
  x.path = text.substr(0, mark);
  if (mark != text.npos) {
    x.has_query = true;
    x.query = text.substr(mark + 1);
  }
  return is_made_of(x.path, not_in_path)
         && (classes_of(x.query) & not_in_query) == 0;
}

bool parse_origin_form(request_target& x) noexcept {
  x.form = target_form::origin;
  return split_path(x, x.text);
}

bool parse_absolute_form(request_target& x) noexcept {
  x.form = target_form::absolute;
  auto colon = x.text.find("://");
  if (colon == x.text.npos)
    return false;
  x.scheme = x.text.substr(0, colon);
  if (!same_text(x.scheme, "http") && !same_text(x.scheme, "https"))
    return false;
  auto rest = x.text.substr(colon + 3);
  auto slash = std::min(rest.find_first_of("/?"), rest.size());
  x.authority = rest.substr(0, slash);
  return parse_authority(x.authority) && split_path(x, rest.substr(slash));
}

bool parse_authority_form(request_target& x) noexcept {
  x.form = target_form::authority;
  x.authority = x.text;
  auto parts = parse_authority(x.text);
  return parts && !parts->port.empty();
}

bool is_port(std::string_view x) noexcept {
  auto value = 0;
  for (auto c : x) {
    if (!is_digit(c))
      return false;
    value = value * 10 + (c - '0');
    if (value > 65535)
      return false;
  }
  return true;
}

bool is_host(std::string_view x) noexcept {
  if (x.starts_with('['))
    return x.ends_with(']') && is_ipv6_address(x.substr(1, x.size() - 2));
  return !x.empty() && is_made_of(x, not_in_name);
}

} // namespace

std::optional<request_target> parse_request_target(std::string_view text,
                                                   bool is_connect) noexcept {
  request_target x;
  x.text = text;
  auto good = false;
  if (is_connect) {
    good = parse_authority_form(x);
  } else if (text.starts_with('/')) {
    good = parse_origin_form(x);
  } else if (text == "*") {
    x.form = target_form::asterisk;
    good = true;
  } else {
    good = parse_absolute_form(x);
  }
  return good ? std::optional{x} : std::nullopt;
}

std::optional<authority> parse_authority(std::string_view text) noexcept {
  // The colons of an IPv6 literal end with its bracket.
  auto colon = text.find(':', text.starts_with('[') ? text.find(']') : 0);
  authority x{.host = text.substr(0, colon), .port = {}};
  if (colon != text.npos)
    x.port = text.substr(colon + 1);
  return is_host(x.host) && is_port(x.port) ? std::optional{x} : std::nullopt;
}

} // namespace troupe::codecs::uri
