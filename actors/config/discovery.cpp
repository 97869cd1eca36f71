#include "actors/config/discovery.hpp"

#include "actors/config/name_servers.hpp"

#include <chrono>
#include <optional>
#include <utility>

namespace troupe::actors {

namespace {

using namespace runtime::config;

const auto kinds = choice<dns_kind>{{
  {"addresses", dns_kind::addresses},
  {"services", dns_kind::services},
}};

const auto families = choice<ip_families>{{
  {"both", ip_families::both},
  {"ipv4", ip_families::ipv4},
  {"ipv6", ip_families::ipv6},
}};

std::optional<std::chrono::seconds> read_seconds(const setting& x,
                                                 findings& out) {
  auto said = duration{.least = std::chrono::seconds{1}}(x, out);
  if (!said)
    return std::nullopt;
  return std::chrono::duration_cast<std::chrono::seconds>(*said);
}

std::optional<dns_options> read_dns(const setting& x, findings& out) {
  auto result = dns_options{};
  section in{x, out};
  if (auto* name = in.require("name"))
    if (auto said = text{.wanted = "a name to ask for"}(*name, out))
      result.name = *std::move(said);
  in.bind("records", result.kind, kinds);
  in.bind("families", result.families, families);
  in.bind("port", result.port, whole_number{.least = 1, .most = 65535});
  in.bind("min_ttl", result.timing.min_ttl, read_seconds);
  in.bind("max_ttl", result.timing.max_ttl, read_seconds);
  in.bind("timeout", result.resolver.timeout, duration{});
  in.bind("weight", result.weight, whole_number{.most = 65535});
  auto backup = false;
  in.bind("backup", backup, boolean{});
  if (backup)
    result.tier = backend_tier::backup;
  if (auto* servers = in.find("servers"))
    read_name_servers(*servers, result.resolver.servers, out);
  in.close();
  if (result.name.empty())
    return std::nullopt;
  if (auto problem = problem_with(result)) {
    out.add(place_of(x), *std::move(problem));
    return std::nullopt;
  }
  return result;
}

void read_source(const setting& x, std::vector<source_options>& to,
                 findings& out) {
  section in{x, out};
  auto* dns = in.find("dns");
  auto* file = in.find("file");
  if ((dns == nullptr) == (file == nullptr))
    out.add(place_of(x), "a source is dns or file, and one of them");
  if (dns)
    if (auto source = read_dns(*dns, out))
      to.emplace_back(*std::move(source));
  if (file)
    if (auto path = text{.wanted = "a file's path"}(*file, out))
      to.emplace_back(file_source_options{*std::move(path)});
  in.close();
}

} // namespace

std::vector<source_options> read_sources(const setting& x, findings& out) {
  auto result = std::vector<source_options>{};
  if (x.value->what == node::kind::map)
    read_source(x, result, out);
  else
    for (auto& item : items_of(x, "source", out))
      read_source(item, result, out);
  return result;
}

} // namespace troupe::actors
