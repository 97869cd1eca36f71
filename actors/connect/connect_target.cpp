#include "actors/connect/connect_target.hpp"

#include "actors/connect/place_text.hpp"

#include "codecs/uri/ip_literal.hpp"
#include "codecs/uri/request_target.hpp"

#include <string>
#include <utility>

namespace troupe::actors {

std::optional<connect_target> parse_connect_target(std::string_view authority) {
  auto parts = codecs::uri::parse_authority(authority);
  if (!parts)
    return std::nullopt;
  auto port = parse_port(parts->port);
  if (!port)
    return std::nullopt;
  auto host = parts->host;
  auto is_ipv6 = host.starts_with('[') && host.ends_with(']');
  if (is_ipv6 || codecs::uri::is_ipv4_address(host)) {
    auto address = runtime::net::address::parse(
      std::string{host}.append(":" + std::to_string(*port)));
    if (!address)
      return std::nullopt;
    // The canonical spelling; and IPv4 in IPv6's clothes is IPv4.
    auto plain
      = runtime::net::address::from_raw(address->raw(), address->raw_length());
    return connect_target{plain.host(), *port, plain};
  }
  auto name = normal_name(host);
  if (!name)
    return std::nullopt;
  return connect_target{*std::move(name), *port, std::nullopt};
}

} // namespace troupe::actors
