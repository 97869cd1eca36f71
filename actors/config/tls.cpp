#include "actors/config/tls.hpp"

#include "actors/config/tls_protocol.hpp"
#include "actors/tls/front.hpp"

#include <map>
#include <string>
#include <utility>

namespace troupe::actors {

namespace {

using namespace runtime::config;
namespace tls = runtime::tls;

constexpr auto file = text{.wanted = "the path of a file"};

tls::identity_files read_pair(section& in) {
  auto result = tls::identity_files{};
  if (auto* path = in.require("certificate"))
    if (auto said = file(*path, in.out()))
      result.certificate = *std::move(said);
  result.key = result.certificate; // which may have both
  in.bind("key", result.key, file);
  return result;
}

certificate_options read_certificate(const setting& x, findings& out) {
  auto result = certificate_options{};
  section in{x, out};
  result.files = read_pair(in);
  in.bind("staple", result.files.staple, file);
  in.bind("names", result.names, text_list{.item = "name", .wanted = "a name"});
  in.close();
  return result;
}

std::map<std::string, std::string> read_passes(const setting& x,
                                               findings& out) {
  auto result = std::map<std::string, std::string>{};
  if (x.value->what != node::kind::map) {
    refuse(x, "a map from names to upstreams", out);
    return result;
  }
  for (auto& one : x.value->settings)
    if (auto upstream = text{.wanted = "the name of an upstream"}(one, out))
      result.emplace(one.key, *std::move(upstream));
  return result;
}

void read_clients(const setting& x, tls::server_options& to, findings& out) {
  section in{x, out};
  to.clients = tls::client_proof::demanded;
  in.bind("certificate", to.clients,
          choice<tls::client_proof>{{{"required", tls::client_proof::demanded},
                                     {"optional", tls::client_proof::wished}}});
  if (auto* authorities = in.require("authorities"))
    if (auto said = file(*authorities, out))
      to.trust.authorities = *std::move(said);
  in.bind("revoked", to.trust.revoked, file);
  in.bind("depth", to.trust.depth, whole_number{.most = 100});
  in.close();
}

void read_sessions(const setting& x, tls::server_options& to, findings& out) {
  section in{x, out};
  in.bind("tickets", to.tickets, whole_number{.most = 8, .off = 0});
  in.bind(
    "life", to.ticket_life,
    [](const setting& y, findings& z) -> std::optional<std::chrono::seconds> {
      auto said = duration{.least = std::chrono::seconds{1}}(y, z);
      if (!said)
        return std::nullopt;
      return std::chrono::duration_cast<std::chrono::seconds>(*said);
    });
  in.bind("remembered", to.remembered,
          whole_number{.most = 10'000'000, .off = 0});
  in.bind("early_data", to.early_data, size{.most = 1 << 20, .off = 0});
  in.close();
}

} // namespace

tls_options read_tls(const setting& x, findings& out) {
  auto before = out.size();
  auto result = tls_options{};
  section in{x, out};
  auto* passes = in.find("pass_through");
  if (passes)
    result.pass_through = read_passes(*passes, out);
  // Most have one, which needs no list.
  auto* single = in.find("certificate");
  auto* key = in.find("key");
  if (single || key)
    result.certificates.push_back({.files = read_pair(in)});
  if (auto* some
      = passes || single ? in.find("certificates") : in.require("certificates"))
    for (auto& one : items_of(*some, "certificate", out))
      result.certificates.push_back(read_certificate(one, out));
  bind_protocol(in, result.server.protocol);
  if (auto* clients = in.find("clients"))
    read_clients(*clients, result.server, out);
  if (auto* sessions = in.find("sessions"))
    read_sessions(*sessions, result.server, out);
  in.bind("handshake_timeout", result.handshake, duration{.may_be_off = true});
  in.bind("watch", result.watch, boolean{});
  in.close();
  if (out.size() == before)
    if (auto made = tls_front::make(result); !made)
      out.add(place_of(x), made.error());
  return result;
}

std::optional<upstream_tls_options> read_upstream_tls(const setting& x,
                                                      findings& out) {
  auto result = upstream_tls_options{};
  if (x.value->what == node::kind::text) {
    auto on = boolean{}(x, out);
    return on && *on ? std::optional{result} : std::nullopt;
  }
  auto before = out.size();
  section in{x, out};
  auto& client = result.client;
  in.bind("verify", client.verify, boolean{});
  in.bind("authorities", client.trust.authorities, file);
  in.bind("revoked", client.trust.revoked, file);
  in.bind("depth", client.trust.depth, whole_number{.most = 100});
  constexpr auto name = text{.wanted = "a name or an IP address"};
  in.bind("name", result.name, name);
  in.bind("also_named", client.also_named, text_list{.item = "name"});
  in.bind("server_name", result.announced, [&](const setting& y, findings& z) {
    auto said = name(y, z);
    return said && *said == "off" ? std::optional{std::string{}} : said;
  });
  if (in.find("certificate") || in.find("key"))
    result.identity = read_pair(in);
  bind_protocol(in, client.protocol);
  in.close();
  if (out.size() == before)
    if (auto made = upstream_tls::make(result); !made)
      out.add(place_of(x), made.error());
  return result;
}

} // namespace troupe::actors
