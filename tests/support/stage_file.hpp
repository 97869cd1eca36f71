#pragma once

#include "actors/config/load.hpp"

#include <string>
#include <string_view>

namespace troupe::test {

/// A configuration file whose only route has these stages.
inline std::string file_with(std::string_view stages) {
  auto yaml = std::string{"listeners: [{address: 127.0.0.1:0}]\n"
                          "upstreams: {app: {backends: [127.0.0.1:1]}}\n"
                          "routes: [{upstream: app, stages: ["};
  return yaml.append(stages).append("]}]\n");
}

/// The first thing wrong with them, or nothing.
inline std::string problem_of(std::string_view stages) {
  auto loaded = actors::load_text(file_with(stages), "f");
  return loaded ? "" : loaded.error().front().message;
}

} // namespace troupe::test
