#pragma once

#include "runtime/time/clock.hpp"

#include <optional>
#include <string>

namespace troupe::actors {

struct slow_start_options {
  runtime::time::duration window{}; ///< zero: at full weight at once
  /// The share of its weight that a backend begins with, lest it wait for ever
  /// for the first request.
  double floor = 0.1;
  /// Above 1 the weight rises faster at first, below 1 more slowly.
  double aggression = 1;
};

/// The first thing wrong with the options, or nothing.
std::optional<std::string> problem_with(const slow_start_options& x);

/// The share of its weight that a backend has, so long after it came (back):
/// (elapsed / window) ^ (1 / aggression), `floor` at least and 1 at most.
double slow_start_share(const slow_start_options& options,
                        runtime::time::duration elapsed) noexcept;

} // namespace troupe::actors
