#include "actors/config/connect.hpp"

#include "actors/config/name_servers.hpp"
#include "actors/connect/place_text.hpp"

#include <fmt/format.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace troupe::actors {

namespace {

using namespace runtime::config;

void read_rules(
  const setting& x, connect_rules& to,
  std::optional<std::string> (connect_rules::*add)(std::string_view),
  findings& out) {
  constexpr auto rule
    = text{.wanted = "a host and its ports such as example.com:443"};
  for (auto& item : items_of(x, "rule", out))
    if (auto said = rule(item, out))
      if (auto wrong = (to.*add)(*said))
        out.add(place_of(item), *std::move(wrong));
}

/// Whatever the port is, it comes with the request.
std::optional<runtime::net::address> read_ip(const setting& x, findings& out) {
  constexpr std::string_view wanted = "an address without port";
  auto said = text{wanted}(x, out);
  if (!said)
    return std::nullopt;
  for (auto& spelling : {*said + ":0", '[' + *said + "]:0"})
    if (auto found = runtime::net::address::parse(spelling);
        found && found->path().empty() && !said->empty() && *said != "*")
      return *std::move(found);
  refuse(x, wanted, out);
  return std::nullopt;
}

void read_hosts(const setting& x,
                std::map<std::string, runtime::net::address>& to,
                findings& out) {
  if (x.value->what != node::kind::map) {
    refuse(x, "a map from names to addresses", out);
    return;
  }
  for (auto& one : x.value->settings) {
    auto name = normal_name(one.key);
    if (!name)
      out.add(place_of(one), fmt::format("'{}' is no name", one.key));
    auto address = read_ip(one, out);
    if (name && address)
      to.insert_or_assign(*std::move(name), *std::move(address));
  }
}

void read_timeouts(const setting& x, connect_options& to, findings& out) {
  section in{x, out};
  in.bind("connect", to.connect, duration{});
  in.bind("idle", to.idle, duration{.may_be_off = true});
  in.close();
}

} // namespace

connect_options read_connect(const setting& x, findings& out) {
  auto result = connect_options{};
  section in{x, out};
  if (auto* rules = in.require("allow"))
    read_rules(*rules, result.rules, &connect_rules::allow, out);
  if (auto* rules = in.find("deny"))
    read_rules(*rules, result.rules, &connect_rules::deny, out);
  if (auto* hosts = in.find("hosts"))
    read_hosts(*hosts, result.hosts, out);
  if (auto* servers = in.find("servers"))
    read_name_servers(*servers, result.resolver.servers, out);
  if (auto* timeouts = in.find("timeouts"))
    read_timeouts(*timeouts, result, out);
  in.bind("max_tunnels", result.max_tunnels,
          whole_number{.most = 1'000'000'000, .off = 0});
  in.close();
  return result;
}

} // namespace troupe::actors
