#pragma once

#include "runtime/time/clock.hpp"

#include "codecs/http/trace_context.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace troupe::actors {

struct check_timing {
  /// From the beginning of a check to that of the next, which waits until the
  /// one before has ended.
  std::chrono::milliseconds interval = std::chrono::seconds{5};
  /// The same for a backend that is down; zero: no other.
  std::chrono::milliseconds interval_down{0};
  /// Percent by which an interval may be longer or shorter, so that the checks
  /// of many proxies do not meet.
  std::uint32_t jitter = 10;
  /// For a whole check, from connecting on.
  std::chrono::milliseconds timeout = std::chrono::seconds{2};
};

/// The first thing wrong with the options, or nothing.
std::optional<std::string> problem_with(const check_timing& x);

/// When to check a backend for the first time: soon, for nobody knows how it
/// is, but not all of them at once. At random within an interval, or within a
/// second if that is longer.
runtime::time::steady_point first_check(const check_timing& timing,
                                        runtime::time::steady_point now,
                                        codecs::http::random_source& random);

/// When to check it again; may have passed, if the last check took long.
runtime::time::steady_point next_check(const check_timing& timing,
                                       runtime::time::steady_point last_began,
                                       bool healthy,
                                       codecs::http::random_source& random);

} // namespace troupe::actors
