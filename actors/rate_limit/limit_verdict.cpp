#include "actors/rate_limit/limit_verdict.hpp"

#include <algorithm>
#include <chrono>

namespace troupe::actors {

namespace {

std::string seconds(runtime::time::duration x) {
  return std::to_string(std::chrono::ceil<std::chrono::seconds>(x).count());
}

/// As RFC 9651 section 3.3.3 quotes it.
std::string string_item(std::string_view text) {
  auto result = std::string{'"'};
  for (auto c : text) {
    if (c == '"' || c == '\\')
      result += '\\';
    result += c;
  }
  return result += '"';
}

} // namespace

limit_verdict verdict_on(std::int64_t seen, std::uint64_t limit,
                         runtime::time::duration until_turn) noexcept {
  auto count = static_cast<std::uint64_t>(std::max<std::int64_t>(seen, 0));
  auto granted = count <= limit;
  return {.granted = granted,
          .limit = limit,
          .remaining = granted ? limit - count : 0,
          .reset = until_turn,
          .retry_after = granted ? runtime::time::duration{} : until_turn};
}

std::string rate_limit_policy_value(const limit_policy& x) {
  auto result = string_item(x.name) + ";q=" + std::to_string(x.quota);
  if (x.window > runtime::time::duration::zero())
    result += ";w=" + seconds(x.window);
  return result;
}

std::string rate_limit_value(std::string_view name, const limit_verdict& x) {
  return string_item(name) + ";r=" + std::to_string(x.remaining)
         + ";t=" + seconds(x.reset);
}

std::string retry_after_value(const limit_verdict& x) {
  return seconds(
    std::max<runtime::time::duration>(x.retry_after, std::chrono::seconds{1}));
}

} // namespace troupe::actors
