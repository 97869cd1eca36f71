#pragma once

#include "examples/troupe/check.hpp"
#include "examples/troupe/demo.hpp"
#include "examples/troupe/proxy.hpp"
#include "examples/troupe/run.hpp"

#include <variant>

namespace troupe::program {

/// What is to be done; or the exit status, if nothing is left to do.
using command
  = std::variant<int, run_command, check_command, proxy_command, demo_command>;

/// Reads a command line. Help and the version are printed, mistakes complained
/// about.
command read_command_line(int argc, char** argv);

} // namespace troupe::program
