#pragma once

#include "runtime/time/clock.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace troupe::actors {

/// What a limit says of a request.
struct limit_verdict {
  bool granted = true;
  std::uint64_t limit = 0;               ///< what it grants within its window
  std::uint64_t remaining = 0;           ///< what it would still grant at once
  runtime::time::duration reset{};       ///< until it grants `limit` again
  runtime::time::duration retry_after{}; ///< when refused: until it may grant

  friend bool operator==(const limit_verdict&, const limit_verdict&) = default;
};

/// The verdict of a limit on what was observed in a window: what was seen, the
/// request included, may not be more than the limit.
limit_verdict verdict_on(std::int64_t seen, std::uint64_t limit,
                         runtime::time::duration until_turn) noexcept;

/// A limit as its clients know it.
struct limit_policy {
  std::string name = "default"; ///< visible ASCII and blanks
  std::uint64_t quota = 0;
  runtime::time::duration window{};
};

/// The value of RateLimit-Policy, as "default";q=100;w=60
/// (draft-ietf-httpapi-ratelimit-headers-10 section 3).
std::string rate_limit_policy_value(const limit_policy& x);

/// The value of RateLimit, as "default";r=50;t=30 (section 4).
std::string rate_limit_value(std::string_view name, const limit_verdict& x);

/// The value of Retry-After in seconds (RFC 9110 section 10.2.3), rounded up,
/// and never 0: a client that comes back at once is refused again.
std::string retry_after_value(const limit_verdict& x);

} // namespace troupe::actors
