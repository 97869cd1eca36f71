#pragma once

#include "actors/config/load.hpp"

#include <optional>
#include <string>

namespace troupe::program {

struct check_command {
  std::string file;
};

/// Says whether a file will do, and starts nothing. Returns the exit status.
int perform(const check_command& x);

/// What the file says; otherwise all that is wrong with it goes to standard
/// error, a line each.
std::optional<actors::configuration> load_or_complain(const std::string& file);

} // namespace troupe::program
