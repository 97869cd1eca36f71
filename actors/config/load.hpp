#pragma once

#include "actors/pipeline/stage_registry.hpp"
#include "actors/supervisor/options.hpp"

#include "runtime/config/finding.hpp"
#include "runtime/log/log.hpp"

#include "codecs/base/result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace troupe::actors {

/// What a configuration file says: a proxy, and what only a process needs.
struct configuration {
  proxy_options proxy;
  runtime::log::log_options log;
};

/// Reads and checks a file, with the stages that it may name. All that is wrong
/// with it is found in one go.
codecs::result<configuration, std::vector<runtime::config::finding>>
load(const std::string& path,
     const stage_registry& stages = ready_made_stages());

/// The same for text that did not come from a file; `name` stands in for it.
codecs::result<configuration, std::vector<runtime::config::finding>>
load_text(std::string_view text, const std::string& name,
          const stage_registry& stages = ready_made_stages());

} // namespace troupe::actors
