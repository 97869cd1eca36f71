#pragma once

#include "runtime/net/address.hpp"
#include "runtime/net/cidr.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::actors {

enum class access : std::uint8_t { deny, allow };

/// Who may come, by address: rules in their order, of which the first that
/// speaks of a client decides; then the default.
///
/// A client over a Unix-domain socket has no address, and so no range speaks of
/// it: only "unix" and "all" do. Who may connect there is otherwise up to the
/// permissions of the socket's path.
class access_list {
public:
  explicit access_list(access otherwise = access::allow) noexcept
    : otherwise_(otherwise) {
    // nop
  }

  /// Appends a rule for a range or an address ("10.0.0.0/8", "::1"), for
  /// clients over Unix-domain sockets ("unix") or for everybody ("all").
  /// Returns what is wrong with it, a sentence for the operator, or nothing.
  std::optional<std::string> add(access what, std::string_view whom);

  access decide(const runtime::net::address& client) const noexcept;

private:
  /// Neighbours that decide alike, as one: a long list of addresses to deny
  /// costs a binary search.
  struct rule {
    access what;
    bool everybody = false;
    bool unix_clients = false;
    std::vector<runtime::net::cidr> ranges;
    runtime::net::cidr_set merged; // the ranges again
  };

  rule& last_that_says(access what);

  access otherwise_;
  std::vector<rule> rules_;
};

} // namespace troupe::actors
