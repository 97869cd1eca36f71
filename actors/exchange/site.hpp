#pragma once

#include "actors/balancer/upstream_here.hpp"
#include "actors/connect/connect_here.hpp"
#include "actors/exchange/route_table.hpp"
#include "actors/http_service/interface.hpp"
#include "actors/pipeline/pipeline_here.hpp"
#include "actors/session/options.hpp"
#include "actors/static_files/files_here.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace troupe::actors {

/// What the requests of one loop are answered from. Stays on its loop, and
/// outlives the sessions there.
struct site {
  /// Nobody is there behind stages that answer by themselves.
  using destination = std::variant<upstream_here*, http_service_actor*,
                                   files_here*, connect_here*, std::monostate>;

  /// Where a route leads, and past which stages: none, mostly. They can be
  /// exchanged at any time; who is on the way keeps those it met.
  struct route {
    std::string name;
    destination target;
    std::shared_ptr<const pipeline_here> stages;
  };

  session_options session;
  route_table routes;   ///< to indexes of `targets`
  route_table connects; ///< likewise: all that CONNECT sees
  std::vector<route> targets;
  std::vector<std::unique_ptr<upstream_here>> upstreams;
  std::vector<std::unique_ptr<http_service_actor>> services;
  std::vector<std::unique_ptr<files_here>> files;
  std::vector<std::unique_ptr<connect_here>> tunnels;

  /// The upstream of that name, or nullptr.
  upstream_here* upstream(std::string_view name) const noexcept {
    for (auto& x : upstreams)
      if (x->name() == name)
        return x.get();
    return nullptr;
  }
};

} // namespace troupe::actors
