#pragma once

#include "actors/rate_limit/limit_verdict.hpp"

#include "runtime/time/clock.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace troupe::actors {

struct token_bucket_options {
  std::uint64_t capacity = 10; ///< what may come at once, after a rest
  std::uint64_t refill = 10;   ///< tokens that come back in `per`
  runtime::time::duration per = std::chrono::seconds{1};
};

/// The first thing wrong with the options, or nothing.
std::optional<std::string> problem_with(const token_bucket_options& x);

/// Grants `refill` in `per` in the long run, and `capacity` at once. A bucket
/// starts full, and tokens come back one by one. What is refused costs nothing.
///
/// A value of 8 octets: the moment when it will be full again, if nobody takes
/// any more (the generic cell rate algorithm, ITU-T I.371). So there are no
/// fractions of tokens to add up. The options are the caller's to keep.
class token_bucket {
public:
  using time_point = runtime::time::steady_point;
  using duration = runtime::time::duration;

  /// More than the capacity is never granted; its retry_after is that of a
  /// whole bucket. A `now` before that of an earlier call is as good.
  limit_verdict take(const token_bucket_options& options, std::uint64_t n,
                     time_point now) noexcept;

  bool full(time_point now) const noexcept { return full_at_ <= now; }

private:
  time_point full_at_; // the beginning of time: always full
};

} // namespace troupe::actors
