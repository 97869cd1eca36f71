#pragma once

#include "examples/troupe/foreground.hpp"

#include <string>

namespace troupe::program {

struct demo_command {
  std::string listen = "127.0.0.1:8080";
  process_options process;
};

/// Runs a proxy in front of an origin of its own, and says what to try. Returns
/// the exit status.
int perform(const demo_command& x);

} // namespace troupe::program
