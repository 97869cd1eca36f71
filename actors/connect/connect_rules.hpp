#pragma once

#include "actors/connect/connect_target.hpp"

#include "runtime/net/address.hpp"
#include "runtime/net/cidr.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace troupe::actors {

/// A place and the ports there: "example.com:443", "*.example.com:*" (all below
/// it), "*:443" (any name), "10.0.0.0/8:8000-8999", "[2001:db8::/32]:443".
class connect_rule {
public:
  /// The error is a sentence for the operator.
  static codecs::result<connect_rule, std::string> parse(std::string_view text);

  /// Ranges match no name, and names match no address.
  bool matches_name(std::string_view host, std::uint16_t port) const noexcept;
  bool matches(const runtime::net::address& x) const noexcept;

private:
  struct any_name {};
  struct below {
    std::string suffix; ///< ".example.com"
  };

  bool has_port(std::uint16_t x) const noexcept {
    return first_port_ <= x && x <= last_port_;
  }

  std::variant<any_name, std::string, below, runtime::net::cidr> where_;
  std::uint16_t first_port_ = 1;
  std::uint16_t last_port_ = 65535;
};

/// Where CONNECT may lead. What is not allowed is forbidden, and so is what is
/// denied, whatever is allowed.
///
/// A name is compared before it is looked up, and each address that it leads to
/// afterwards: with what is denied, and if it is special (see is_special) with
/// what ranges allow. So a name that anybody else controls does not become a
/// way into our network.
class connect_rules {
public:
  /// Return what is wrong with the rule, a sentence, or nothing.
  std::optional<std::string> allow(std::string_view rule);
  std::optional<std::string> deny(std::string_view rule);

  bool empty() const noexcept { return allowed_.empty(); }

  /// May somebody ask for it? For a name this is not the last word.
  bool admits(const connect_target& x) const noexcept;
  /// May a name that is admitted lead there? If it is `trusted`, its address
  /// comes from the operator.
  bool may_lead_to(const runtime::net::address& x, bool trusted) const noexcept;

private:
  std::vector<connect_rule> allowed_;
  std::vector<connect_rule> denied_;
};

} // namespace troupe::actors
