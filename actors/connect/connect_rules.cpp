#include "actors/connect/connect_rules.hpp"

#include "actors/connect/place_text.hpp"
#include "actors/connect/special_addresses.hpp"

#include "codecs/base/ascii.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace troupe::actors {

namespace {

using runtime::net::address;
using runtime::net::cidr;

bool looks_like_a_range(std::string_view host) {
  auto last = host.substr(host.find_last_of('.') + 1);
  return host.find_first_of("/:") != host.npos
         || (!last.empty() && std::ranges::all_of(last, codecs::is_digit));
}

auto any_of(const std::vector<connect_rule>& all, auto test) {
  return std::ranges::any_of(all, test);
}

} // namespace

// -- a rule -------------------------------------------------------------------

codecs::result<connect_rule, std::string>
connect_rule::parse(std::string_view text) {
  auto colon = text.rfind(':');
  auto host = text.substr(0, std::min(colon, text.size()));
  if (colon == text.npos || host.empty() || text.ends_with(']'))
    return fmt::format("'{}' should be a host and its ports: example.com:443, "
                       "*.example.com:*, 10.0.0.0/8:8000-8999",
                       text);
  auto result = connect_rule{};
  if (auto ports = text.substr(colon + 1); ports != "*") {
    auto dash = ports.find('-');
    auto first = parse_port(ports.substr(0, dash));
    auto last = dash == ports.npos ? first : parse_port(ports.substr(dash + 1));
    if (!first || !last || *last < *first)
      return fmt::format("'{}' should be a port, ports such as 8000-8999, or *",
                         ports);
    result.first_port_ = *first;
    result.last_port_ = *last;
  }
  auto bracketed = host.starts_with('[') && host.ends_with(']');
  if (bracketed)
    host = host.substr(1, host.size() - 2);
  if (bracketed || looks_like_a_range(host)) {
    auto range = cidr::parse(host);
    if (!range)
      return range.error();
    if (range->family() == address::family::ipv6 && !bracketed)
      return fmt::format("'{}' should be in brackets", host);
    result.where_ = *range;
    return result;
  }
  if (host == "*") {
    result.where_ = any_name{};
    return result;
  }
  auto wildcard = host.starts_with("*.");
  auto name = normal_name(wildcard ? host.substr(2) : host);
  if (!name)
    return fmt::format("'{}' is no host", host);
  if (wildcard)
    result.where_ = below{'.' + *name};
  else
    result.where_ = *std::move(name);
  return result;
}

bool connect_rule::matches_name(std::string_view host,
                                std::uint16_t port) const noexcept {
  if (!has_port(port))
    return false;
  if (std::holds_alternative<any_name>(where_))
    return true;
  if (auto* name = std::get_if<std::string>(&where_))
    return host == *name;
  auto* wildcard = std::get_if<below>(&where_);
  return wildcard && host.size() > wildcard->suffix.size()
         && host.ends_with(wildcard->suffix);
}

bool connect_rule::matches(const address& x) const noexcept {
  auto* range = std::get_if<cidr>(&where_);
  return range && has_port(x.port()) && range->contains(x);
}

// -- rules --------------------------------------------------------------------

std::optional<std::string> connect_rules::allow(std::string_view rule) {
  auto made = connect_rule::parse(rule);
  if (!made)
    return made.error();
  allowed_.push_back(*std::move(made));
  return std::nullopt;
}

std::optional<std::string> connect_rules::deny(std::string_view rule) {
  auto made = connect_rule::parse(rule);
  if (!made)
    return made.error();
  denied_.push_back(*std::move(made));
  return std::nullopt;
}

bool connect_rules::admits(const connect_target& x) const noexcept {
  auto fits = [&x](auto& rule) {
    return x.address ? rule.matches(*x.address)
                     : rule.matches_name(x.host, x.port);
  };
  return any_of(allowed_, fits) && !any_of(denied_, fits);
}

bool connect_rules::may_lead_to(const address& x, bool trusted) const noexcept {
  auto fits = [&x](auto& rule) { return rule.matches(x); };
  return !any_of(denied_, fits)
         && (trusted || !is_special(x) || any_of(allowed_, fits));
}

} // namespace troupe::actors
