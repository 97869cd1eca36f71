#include "actors/config/listener.hpp"

#include "actors/config/http2.hpp"
#include "actors/config/socket.hpp"
#include "actors/config/tls.hpp"

#include <charconv>

namespace troupe::actors {

namespace {

using namespace runtime::config;

// As chmod writes them.
std::optional<int> read_mode(const setting& x, findings& out) {
  constexpr std::string_view wanted = "permissions in octal such as 0660";
  auto said = text{.wanted = wanted}(x, out);
  if (!said)
    return std::nullopt;
  int mode = 0;
  auto* end = said->data() + said->size();
  auto [rest, error] = std::from_chars(said->data(), end, mode, 8);
  if (error == std::errc{} && rest == end && mode >= 0 && mode <= 0777)
    return mode;
  refuse(x, wanted, out);
  return std::nullopt;
}

std::optional<access_list> read_proxies(const setting& x, findings& out) {
  if (x.value->what == node::kind::text && x.value->text == "off")
    return std::nullopt;
  auto result = access_list{access::deny};
  for (auto& entry : items_of(x, "proxy", out))
    if (auto whom = text{.wanted = "an address, a range or unix"}(entry, out))
      if (auto wrong = result.add(access::allow, *whom))
        out.add(place_of(entry), *wrong);
  return result;
}

} // namespace

std::optional<listener_options> read_listener(const setting& x, findings& out) {
  listener_options result;
  auto& listen = result.listen;
  if (x.value->what != node::kind::map) {
    auto address = read_address(x, out);
    if (!address)
      return std::nullopt;
    listen.address = *std::move(address);
    return result;
  }
  section in{x, out};
  if (auto* address = in.require("address"))
    if (auto value = read_address(*address, out))
      listen.address = *std::move(value);
  in.bind("backlog", listen.backlog, whole_number{.least = 1, .most = 65535});
  in.bind("reuse_port", listen.reuse_port, boolean{});
  in.bind("v6_only", listen.v6_only, boolean{});
  in.bind("unix_mode", listen.unix_mode, read_mode);
  in.bind("fast_open", listen.fast_open, whole_number{.most = 65535, .off = 0});
  if (auto* proxies = in.find("proxy_protocol"))
    result.proxies = read_proxies(*proxies, out);
  if (auto* protocols = in.find("protocols"))
    result.speaks = read_protocols(*protocols, out);
  if (auto* tls = in.find("tls"))
    result.tls = read_tls(*tls, out);
  bind_socket(in, result.socket);
  in.close();
  if (listen.address == runtime::net::address{})
    return std::nullopt;
  return result;
}

} // namespace troupe::actors
