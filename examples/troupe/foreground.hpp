#pragma once

#include "runtime/log/log.hpp"

#include <optional>

namespace troupe::actors {
struct configuration;
} // namespace troupe::actors

namespace troupe::program {

/// What a command line may say for every command that runs something. Where it
/// says nothing, the configuration holds.
struct process_options {
  std::optional<unsigned> loops;
  std::optional<runtime::log::level> log_level;
};

void apply(const process_options& from, actors::configuration& to);

/// Opens the log; complains if it cannot.
bool open_log(const runtime::log::log_options& options);

/// Runs a proxy until a signal ends it. Returns the exit status.
int run_in_foreground(actors::configuration what);

} // namespace troupe::program
