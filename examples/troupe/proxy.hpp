#pragma once

#include "examples/troupe/foreground.hpp"

#include <string>
#include <vector>

namespace troupe::program {

struct proxy_command {
  std::vector<std::string> listen;
  std::vector<std::string> to;
  std::string host_policy = "keep";
  process_options process;
};

/// Runs a proxy that needs no file: everything goes to the backends in turn.
/// Returns the exit status.
int perform(const proxy_command& x);

} // namespace troupe::program
