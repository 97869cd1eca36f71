#pragma once

#include "examples/troupe/foreground.hpp"

#include <string>

namespace troupe::program {

struct run_command {
  std::string file;
  process_options process;
};

/// Runs what a file describes. Returns the exit status.
int perform(const run_command& x);

} // namespace troupe::program
