#pragma once

#include "runtime/net/address.hpp"

#include "codecs/base/result.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::runtime::dns {

struct resolver_options {
  /// Who is asked, in this order; none: those of /etc/resolv.conf.
  std::vector<net::address> servers;
  /// For the first reply of a server; the next attempt waits twice as long.
  std::chrono::milliseconds timeout = std::chrono::seconds{2};
  /// How often each server is asked. Precedent: resolv.conf(5) 2, c-ares 4.
  std::uint32_t attempts = 3;
  /// For a question altogether, whatever else has been tried meanwhile.
  std::chrono::milliseconds deadline = std::chrono::seconds{10};
};

/// The first thing wrong with the options, or nothing.
std::optional<std::string> problem_with(const resolver_options& x);

/// "127.0.0.1:5353", "10.0.0.2", "[::1]:53", "[::1]"; port 53 unless it is
/// said. The error is a sentence for the operator.
codecs::result<net::address, std::string> parse_server(std::string_view text);

} // namespace troupe::runtime::dns
