#include "runtime/net/split_port.hpp"

#include <algorithm>
#include <charconv>

namespace troupe::runtime::net {

namespace {

using std::string;
using std::string_view;

bool is_digit(char x) {
  return x >= '0' && x <= '9';
}

codecs::result<std::uint16_t, string> parse_port(string_view text) {
  if (text.empty() || !std::all_of(text.begin(), text.end(), is_digit))
    return '\'' + string{text} + "' is not a port";
  auto port = std::uint16_t{0};
  const auto errc
    = std::from_chars(text.data(), text.data() + text.size(), port).ec;
  if (errc != std::errc{})
    return "port " + string{text} + " is out of range";
  return port;
}

} // namespace

codecs::result<host_and_port, string> split_port(string_view text) {
  auto host = text;
  auto rest = string_view{};
  const auto bracketed = text.starts_with('[');
  if (bracketed) {
    const auto close = text.find(']');
    if (close == string_view::npos)
      return string{text} + " lacks a closing bracket";
    host = text.substr(1, close - 1);
    rest = text.substr(close + 1);
  } else if (const auto colon = text.rfind(':'); colon != string_view::npos) {
    host = text.substr(0, colon);
    rest = text.substr(colon);
    if (host.find(':') != string_view::npos)
      return string{text} + ": an IPv6 address is written in brackets";
  }
  if (!rest.starts_with(':'))
    return string{text} + " has no port";
  const auto port = parse_port(rest.substr(1));
  if (!port)
    return port.error();
  return host_and_port{.host = host, .bracketed = bracketed, .port = *port};
}

} // namespace troupe::runtime::net
