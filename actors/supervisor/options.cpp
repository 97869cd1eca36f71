#include "actors/supervisor/options.hpp"

#include "runtime/text/pattern.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace troupe::actors {

std::vector<std::string> problems_with(const proxy_options& x) {
  auto found = std::vector<std::string>{};
  if (x.listeners.empty())
    found.emplace_back("there is no listener");
  for (auto& [name, upstream] : x.upstreams)
    for (auto& problem : problems_with(upstream))
      found.push_back(fmt::format("upstream '{}': {}", name, problem));
  auto seen = std::vector<route_match>{};
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
                        + route.files.has_value();
    if (destinations > 1)
      found.push_back(where + " has more than one of upstream, service, files");
    if (destinations == 0 && route.stages.empty())
      found.push_back(where + " needs an upstream, a service, files or stages");
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
    if (std::find(seen.begin(), seen.end(), route.match) != seen.end())
      found.push_back(where + " is there twice");
    seen.push_back(route.match);
  }
  for (auto& log : x.access_logs)
    for (auto& problem : problems_with(log))
      found.push_back(std::move(problem));
  return found;
}

} // namespace troupe::actors
