#include "actors/supervisor/options.hpp"

#include "runtime/text/pattern.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace troupe::actors {

namespace {

std::vector<std::string> problems_of_connect(const route_options& x) {
  auto found = std::vector<std::string>{};
  auto& match = x.match;
  if (match.path != "/" || match.whole_path || !match.pattern.empty()
      || !match.query.empty())
    found.emplace_back("CONNECT has neither a path nor a query");
  if (!match.methods.empty())
    found.emplace_back("'connect' is for CONNECT, it has no other methods");
  if (auto problem = problem_with(*x.connect))
    found.push_back(*std::move(problem));
  return found;
}

std::vector<std::string> problems_of_tls(const tls_options& x,
                                         const proxy_options& whole) {
  auto found = std::vector<std::string>{};
  if (x.certificates.empty() && !x.supplier && x.pass_through.empty())
    found.emplace_back("TLS needs a certificate");
  for (auto& [name, upstream] : x.pass_through) {
    auto to = whole.upstreams.find(upstream);
    if (to == whole.upstreams.end())
      found.push_back(fmt::format("'{}' passes through to the upstream '{}', "
                                  "which does not exist",
                                  name, upstream));
    else if (to->second.tls)
      found.push_back(fmt::format("'{}' passes through to the upstream '{}', "
                                  "which would encrypt it once more",
                                  name, upstream));
  }
  return found;
}

} // namespace

std::vector<std::string> problems_with(const proxy_options& x) {
  auto found = std::vector<std::string>{};
  if (x.listeners.empty())
    found.emplace_back("there is no listener");
  for (auto& listener : x.listeners)
    if (listener.tls)
      for (auto& problem : problems_of_tls(*listener.tls, x))
        found.push_back(fmt::format(
          "listener '{}': {}", to_string(listener.listen.address), problem));
  for (auto& [name, upstream] : x.upstreams)
    for (auto& problem : problems_with(upstream))
      found.push_back(fmt::format("upstream '{}': {}", name, problem));
  auto seen = std::vector<std::pair<route_match, bool>>{};
  for (auto& route : x.routes) {
    auto where
      = fmt::format("route '{}{}'", route.match.host, route.match.path);
    if (auto& pattern = route.match.pattern; !pattern.empty())
      if (auto made = runtime::text::pattern::compile(pattern); !made)
        found.push_back(fmt::format("{} has a pattern that is none: {}", where,
                                    made.error()));
    if (!route.match.path.starts_with('/'))
      found.push_back(where + " has a path that does not begin with '/'");
    auto destinations = !route.upstream.empty() + !route.service.empty()
                        + route.files.has_value() + route.connect.has_value();
    if (destinations > 1)
      found.push_back(
        where + " has more than one of upstream, service, files, connect");
    if (destinations == 0 && route.stages.empty())
      found.push_back(where + " needs an upstream, a service, files or stages");
    if (route.connect)
      for (auto& problem : problems_of_connect(route))
        found.push_back(where + ": " + problem);
    if (route.files)
      for (auto& problem : problems_with(*route.files))
        found.push_back(where + ' ' + problem);
    if (!route.upstream.empty() && !x.upstreams.contains(route.upstream))
      found.push_back(
        fmt::format("{} names no upstream: '{}'", where, route.upstream));
    for (auto& name : route.stages.named_upstreams())
      if (!x.upstreams.contains(name))
        found.push_back(fmt::format(
          "{} has a stage that names no upstream: '{}'", where, name));
    if (!route.service.empty() && !x.services.contains(route.service))
      found.push_back(
        fmt::format("{} names no service: '{}'", where, route.service));
    auto key = std::pair{route.match, route.connect.has_value()};
    if (std::find(seen.begin(), seen.end(), key) != seen.end())
      found.push_back(where + " is there twice");
    seen.push_back(std::move(key));
  }
  for (auto& log : x.access_logs)
    for (auto& problem : problems_with(log))
      found.push_back(std::move(problem));
  return found;
}

std::vector<std::string> warnings_about(const proxy_options& x) {
  auto found = std::vector<std::string>{};
  for (auto& listener : x.listeners)
    if (listener.tls)
      for (auto& certificate : listener.tls->certificates)
        if (auto exposed = runtime::tls::exposure_of(certificate.files))
          found.push_back(*std::move(exposed));
  for (auto& [name, upstream] : x.upstreams)
    if (upstream.tls && upstream.tls->identity)
      if (auto exposed = runtime::tls::exposure_of(*upstream.tls->identity))
        found.push_back(*std::move(exposed));
  return found;
}

} // namespace troupe::actors
