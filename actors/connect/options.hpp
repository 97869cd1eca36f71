#pragma once

#include "actors/connect/connect_rules.hpp"

#include "runtime/dns/options.hpp"
#include "runtime/net/address.hpp"

#include <chrono>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace troupe::actors {

/// What a forward proxy does for CONNECT, and for whom it does not.
struct connect_options {
  connect_rules rules;
  /// Names that are not looked up, with addresses that are believed even if
  /// they are special. In lower case; ports are of no account.
  std::map<std::string, runtime::net::address> hosts;
  /// For the name and the connection. -> 504
  std::chrono::milliseconds connect = std::chrono::seconds{10};
  /// So long for a connection, and the next address is tried, too (RFC 8305
  /// section 5).
  std::chrono::milliseconds race = std::chrono::milliseconds{250};
  /// Without an octet in either direction. Zero: for ever.
  std::chrono::milliseconds idle = std::chrono::minutes{5};
  /// At a time, those that are being made included; each loop has its share.
  /// Zero: no bound. -> 503
  std::size_t max_tunnels = 10'000;
  runtime::dns::resolver_options resolver;
};

/// The first thing wrong with the options, or nothing.
std::optional<std::string> problem_with(const connect_options& x);

} // namespace troupe::actors
