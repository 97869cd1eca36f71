#include "runtime/config/duration.hpp"

#include <array>
#include <charconv>
#include <cstdint>
#include <system_error>

namespace troupe::runtime::config {

namespace {

struct unit {
  std::string_view name;
  std::int64_t milliseconds;
};

// Larger before smaller: so they follow one another in "1m30s".
constexpr auto units = std::array{
  unit{"h", 3'600'000},
  unit{"m", 60'000},
  unit{"s", 1'000},
  unit{"ms", 1},
};

constexpr std::int64_t longest = 365LL * 24 * 3'600'000;

bool is_letter(char c) {
  return c >= 'a' && c <= 'z';
}

} // namespace

codecs::result<std::chrono::milliseconds, duration_errc>
parse_duration(std::string_view text) {
  if (text.empty())
    return duration_errc::not_a_duration;
  std::int64_t total = 0;
  std::size_t next_unit = 0;
  for (bool first = true; !text.empty(); first = false) {
    std::int64_t number = 0;
    auto* end = text.data() + text.size();
    auto [rest, error] = std::from_chars(text.data(), end, number);
    if (error == std::errc::result_out_of_range)
      return duration_errc::too_long;
    if (error != std::errc{} || number < 0)
      return duration_errc::not_a_duration;
    text.remove_prefix(static_cast<std::size_t>(rest - text.data()));
    if (text.empty())
      return first ? duration_errc::no_unit : duration_errc::not_a_duration;
    std::size_t letters = 0;
    while (letters < text.size() && is_letter(text[letters]))
      ++letters;
    auto name = text.substr(0, letters);
    text.remove_prefix(letters);
    while (next_unit < units.size() && units[next_unit].name != name)
      ++next_unit;
    if (next_unit == units.size())
      return duration_errc::not_a_duration;
    auto scale = units[next_unit++].milliseconds;
    if (number > (longest - total) / scale)
      return duration_errc::too_long;
    total += number * scale;
  }
  return std::chrono::milliseconds{total};
}

std::string to_string(std::chrono::milliseconds x) {
  auto left = x.count();
  std::string result;
  for (auto& unit : units) {
    if (left >= unit.milliseconds) {
      result += std::to_string(left / unit.milliseconds);
      result += unit.name;
      left %= unit.milliseconds;
    }
  }
  return result.empty() ? "0s" : result;
}

} // namespace troupe::runtime::config
