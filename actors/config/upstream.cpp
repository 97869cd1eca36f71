#include "actors/config/upstream.hpp"

#include "actors/config/backend.hpp"
#include "actors/config/balance.hpp"
#include "actors/config/discovery.hpp"
#include "actors/config/health.hpp"
#include "actors/config/http2.hpp"
#include "actors/config/limits.hpp"
#include "actors/config/retries.hpp"
#include "actors/config/socket.hpp"
#include "actors/config/tls.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace troupe::actors {

namespace {

using namespace runtime::config;
using namespace std::chrono_literals;

constexpr auto any_number = whole_number{.most = 1'000'000'000, .off = 0};
constexpr auto time = duration{.may_be_off = true};

// -- backends -----------------------------------------------------------------

void read_place(const setting& x, std::uint32_t weight, backend_tier tier,
                upstream_options& to, findings& out) {
  auto said = text{.wanted = "an address such as 127.0.0.1:9000"}(x, out);
  if (!said)
    return;
  if (auto problem = add_backend(to, *said, weight, tier))
    out.add(place_of(x), fmt::format("'{}' will not do: {}", x.key, *problem));
}

void read_backend(const setting& x, upstream_options& to, findings& out) {
  if (x.value->what != node::kind::map)
    return read_place(x, 1, backend_tier::primary, to, out);
  section in{x, out};
  auto weight = std::uint32_t{1};
  in.bind("weight", weight, whole_number{.most = 65535});
  auto backup = false;
  in.bind("backup", backup, boolean{});
  if (auto* address = in.require("address"))
    read_place(*address, weight,
               backup ? backend_tier::backup : backend_tier::primary, to, out);
  in.close();
}

void read_backends(section& in, upstream_options& to) {
  auto* discover = in.find("discover");
  if (discover)
    to.sources = read_sources(*discover, in.out());
  auto* list = discover ? in.find("backends") : in.require("backends");
  if (list)
    for (auto& x : items_of(*list, "backend", in.out()))
      read_backend(x, to, in.out());
  // The addresses of a name are not equally good to reach.
  if (!to.sources.empty())
    to.exchange.timeouts.connect_race = 250ms;
}

// -- pool ---------------------------------------------------------------------

void read_pool(const setting& x, pool_options& to, findings& out) {
  section in{x, out};
  in.bind("max_connections", to.max_connections, any_number);
  // Zero is really none of these two.
  in.bind("max_idle", to.max_idle, whole_number{.most = 1'000'000'000});
  in.bind("max_waiting", to.max_waiting, whole_number{.most = 1'000'000'000});
  in.bind("wait", to.wait, time);
  in.bind("idle", to.idle, time);
  in.bind("max_age", to.max_age, time);
  in.bind("max_requests", to.max_requests, any_number);
  in.close();
}

// A source address; the port may be left out, and is the kernel's choice then.
std::optional<runtime::net::address> read_source(const setting& x,
                                                 findings& out) {
  if (x.value->what == node::kind::text) {
    auto& said = x.value->text;
    for (auto& spelling : {said + ":0", "[" + said + "]:0"})
      if (auto address = runtime::net::address::parse(spelling))
        return *std::move(address);
  }
  return read_address(x, out);
}

// -- exchange -----------------------------------------------------------------

bool is_plain_name(std::string_view x) {
  return !x.empty() && std::all_of(x.begin(), x.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z')
           || (c >= 'A' && c <= 'Z')
           || std::string_view{"-._~:[]"}.find(c) != std::string_view::npos;
  });
}

constexpr std::string_view host_wanted = "keep, backend or a host's name";

// A name that goes into a field's value: nothing there may end it.
std::optional<std::string> read_name(const setting& x, std::string_view wanted,
                                     findings& out) {
  auto said = text{wanted}(x, out);
  if (said && is_plain_name(*said))
    return said;
  if (said)
    refuse(x, wanted, out);
  return std::nullopt;
}

void read_host(const setting& x, upstream_options& to, findings& out) {
  auto said = text{.wanted = host_wanted}(x, out);
  if (!said)
    return;
  if (auto problem = set_host(to, *said))
    out.add(place_of(x), *problem);
}

void read_via(const setting& x, std::string& to, findings& out) {
  auto said = read_name(x, "a name, or off", out);
  if (said)
    to = *said == "off" ? std::string{} : *std::move(said);
}

void read_timeouts(const setting& x, upstream_options& to, findings& out) {
  auto& timeouts = to.exchange.timeouts;
  section in{x, out};
  in.bind("connect", to.pool.connect, time);
  in.bind("connect_race", timeouts.connect_race, time);
  in.bind("first_octet", timeouts.first_octet, time);
  in.bind("between_octets", timeouts.between_octets, time);
  in.bind("tunnel_idle", timeouts.tunnel_idle, time);
  in.close();
}

void read_limits(const setting& x, codecs::http1::limits& to, findings& out) {
  section in{x, out};
  bind_response_limits(in, to);
  in.close();
}

const auto forwarding = choice<forwarding_policy>{{
  {"append", forwarding_policy::append},
  {"replace", forwarding_policy::replace},
  {"trust", forwarding_policy::trust},
  {"off", forwarding_policy::off},
}};

const auto announcements = choice<announcement>{{
  {"off", announcement::off},
  {"v1", announcement::line},
  {"v2", announcement::binary},
}};

} // namespace

std::optional<std::string> set_host(upstream_options& to,
                                    std::string_view said) {
  if (!is_plain_name(said))
    return fmt::format("'host' should be {}, not '{}'", host_wanted, said);
  auto& exchange = to.exchange;
  if (said == "keep") {
    exchange.host = host_policy::keep;
  } else if (said != "backend") {
    exchange.host = host_policy::fixed;
    exchange.host_name = said;
  } else {
    exchange.host = host_policy::backend;
    for (auto& backend : to.backends)
      if (!backend.address.path().empty())
        return fmt::format("'host' should be keep or a name: {} has no host",
                           backend.name);
  }
  return std::nullopt;
}

upstream_options read_upstream(const setting& x, findings& out) {
  upstream_options result;
  auto& exchange = result.exchange;
  section in{x, out};
  bind_balance(in, result.balance);
  if (auto* tls = in.find("tls")) // before those that may ask for it
    result.tls = read_upstream_tls(*tls, out);
  if (auto* protocols = in.find("protocols"))
    result.pool.speaks = read_protocols(*protocols, out);
  if (auto* http2 = in.find("http2"))
    read_upstream_http2(*http2, result.pool.http2, out);
  read_backends(in, result);
  if (auto* pool = in.find("pool"))
    read_pool(*pool, result.pool, out);
  if (auto* timeouts = in.find("timeouts"))
    read_timeouts(*timeouts, result, out);
  if (auto* retries = in.find("retries"))
    exchange.retries = read_retries(*retries, result.retry_budget, out);
  if (auto* health = in.find("health"))
    result.health = read_check(*health, out);
  if (auto* outliers = in.find("outliers"))
    result.outliers = read_outliers(*outliers, out);
  if (auto* circuit = in.find("circuit"))
    result.circuit = read_circuit(*circuit, out);
  if (auto* limits = in.find("limits"))
    read_limits(*limits, exchange.response_limits, out);
  if (auto* host = in.find("host"))
    read_host(*host, result, out);
  in.bind("forwarded", exchange.forwarding, forwarding);
  in.bind("proxy_protocol", exchange.announce, announcements);
  if (auto* via = in.find("via"))
    read_via(*via, exchange.via, out);
  in.bind("replay_buffer", exchange.replay_buffer,
          size{.most = 16 << 20, .off = 0});
  in.bind("bind", result.pool.socket.bind, read_source);
  in.bind("fast_open", result.pool.socket.fast_open, boolean{});
  bind_socket(in, result.pool.socket.socket);
  in.close();
  return result;
}

} // namespace troupe::actors
