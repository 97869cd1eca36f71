#pragma once

#include "actors/access_log/options.hpp"
#include "actors/connect/options.hpp"
#include "actors/exchange/route_match.hpp"
#include "actors/http_service/interface.hpp"
#include "actors/listener/options.hpp"
#include "actors/pipeline/pipeline.hpp"
#include "actors/session/options.hpp"
#include "actors/static_files/options.hpp"
#include "actors/upstream/options.hpp"

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace troupe::actors {

/// Which requests, and where to: an upstream, a service, files, or stages that
/// answer by themselves; or which CONNECTs, and where they may lead.
struct route_options {
  /// For logs and stages, and to change its pipeline while it runs.
  std::string name;
  route_match match;
  std::string upstream;
  std::string service;
  std::optional<static_files_options> files;
  /// Then the route is for CONNECT and for nothing else, `match.host` is the
  /// target's, and there is no path.
  std::optional<connect_options> connect;
  /// The stages that its requests pass.
  pipeline stages;
};

/// A whole proxy. The most specific route wins, see route_table.
struct proxy_options {
  /// Event loops, a thread each; 0: one for each processor.
  unsigned loops = 0;
  std::vector<listener_options> listeners;
  std::map<std::string, upstream_options> upstreams;
  std::map<std::string, service_maker> services;
  std::vector<route_options> routes;
  std::vector<access_log_options> access_logs;
  /// Loads CAF's middleman, for stages that ask actors on other nodes.
  bool remote_stages = false;
  session_options session;
  admission_options admission;
  /// How long the start may wait for names to be looked up. Then it listens,
  /// and who is not found yet is asked later.
  std::chrono::milliseconds discovery_patience = std::chrono::seconds{2};
  /// From drain to the end of what is under way.
  std::chrono::milliseconds drain = std::chrono::seconds{30};
};

/// All that is wrong with the options, a sentence each; empty if they will do.
std::vector<std::string> problems_with(const proxy_options& x);

/// What will do, and should be looked at: a private key that everybody may
/// read. A sentence each.
std::vector<std::string> warnings_about(const proxy_options& x);

} // namespace troupe::actors
