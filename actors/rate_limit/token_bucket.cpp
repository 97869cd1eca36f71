#include "actors/rate_limit/token_bucket.hpp"

#include <algorithm>

namespace troupe::actors {

namespace {

using duration = token_bucket::duration;

/// A bucket that takes longer to fill is a mistake, and its times overflow.
constexpr duration longest = std::chrono::hours{24 * 366};

/// How long a token takes to come back.
duration pace(const token_bucket_options& x) noexcept {
  return x.per / static_cast<duration::rep>(x.refill);
}

duration time_of(std::uint64_t tokens, duration each) noexcept {
  return static_cast<duration::rep>(tokens) * each;
}

} // namespace

std::optional<std::string> problem_with(const token_bucket_options& x) {
  if (x.capacity == 0)
    return "a bucket without capacity grants nothing";
  if (x.refill == 0)
    return "a bucket that is not refilled is soon empty for ever";
  if (x.per <= duration::zero() || x.per > longest)
    return "tokens come back within a time between nothing and a year";
  if (x.refill > static_cast<std::uint64_t>(x.per.count()))
    return "no more than a token comes back in a nanosecond";
  if (x.capacity > static_cast<std::uint64_t>(longest / pace(x)))
    return "the bucket would take more than a year to fill";
  return std::nullopt;
}

limit_verdict token_bucket::take(const token_bucket_options& options,
                                 std::uint64_t n, time_point now) noexcept {
  auto each = pace(options);
  auto whole = time_of(options.capacity, each);
  auto busy = std::max(full_at_, now) - now; // until it is full again
  auto wanted = n > options.capacity ? 2 * whole : time_of(n, each);
  auto result = limit_verdict{.limit = options.capacity};
  result.granted = busy + wanted <= whole;
  if (result.granted) {
    busy += wanted;
    full_at_ = now + busy;
  } else {
    result.retry_after = std::min(busy + wanted - whole, whole);
  }
  auto left = std::max(whole - busy, duration::zero());
  result.remaining = static_cast<std::uint64_t>(left / each);
  result.reset = busy;
  return result;
}

} // namespace troupe::actors
