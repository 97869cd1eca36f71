#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace troupe::actors {

/// When a backend does so much worse than the others that it must be its own
/// fault. Judged at the end of each interval. Precedent: Envoy, but for the
/// margin.
struct success_rate_options {
  /// Standard deviations that a rate may be below the mean; 0: rates do not
  /// matter.
  double factor = 1.9;
  /// Percent that it may be below the mean, however equal the others are: where
  /// all have 100, one with 99.9 is many deviations away, and no outlier.
  std::uint32_t margin = 5;
  /// Backends with enough requests, lest there be nothing to compare with.
  std::uint32_t min_backends = 5;
  /// Requests of a backend within an interval.
  std::uint32_t min_requests = 100;
};

/// When a backend is left out for what became of its requests, and how long.
struct outlier_options {
  /// Gateway failures in a row; 0: any number. Precedent: Envoy 5.
  std::uint32_t consecutive_failures = 5;
  success_rate_options success_rate;
  /// Between two looks at the rates. Who was never out within an interval is
  /// forgiven one of its ejections.
  std::chrono::milliseconds interval = std::chrono::seconds{10};
  /// Times the number of ejections: how long each of them takes.
  std::chrono::milliseconds base_ejection = std::chrono::seconds{30};
  std::chrono::milliseconds max_ejection = std::chrono::seconds{300};
  /// Percent of the backends that may be out at a time. One may always be, if
  /// any may; but never the last that is left.
  std::uint32_t max_ejected = 10;
};

/// The first thing wrong with the options, or nothing.
std::optional<std::string> problem_with(const outlier_options& x);

} // namespace troupe::actors
