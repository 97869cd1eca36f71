#include "runtime/config/size.hpp"

#include <array>
#include <charconv>
#include <limits>
#include <system_error>

namespace troupe::runtime::config {

namespace {

struct unit {
  std::string_view name;
  std::string_view letter;
  std::string_view unclear;
  unsigned shift;
};

constexpr auto units = std::array{
  unit{"gib", "g", "gb", 30},
  unit{"mib", "m", "mb", 20},
  unit{"kib", "k", "kb", 10},
};

std::string lower(std::string_view x) {
  std::string result{x};
  for (auto& c : result)
    if (c >= 'A' && c <= 'Z')
      c = static_cast<char>(c - 'A' + 'a');
  return result;
}

} // namespace

codecs::result<std::uint64_t, size_errc> parse_size(std::string_view text) {
  std::uint64_t number = 0;
  auto* end = text.data() + text.size();
  auto [rest, error] = std::from_chars(text.data(), end, number);
  if (error == std::errc::result_out_of_range)
    return size_errc::too_large;
  if (error != std::errc{})
    return size_errc::not_a_size;
  auto suffix
    = lower(text.substr(static_cast<std::size_t>(rest - text.data())));
  if (suffix.empty())
    return number;
  for (auto& unit : units) {
    if (suffix == unit.unclear)
      return size_errc::ambiguous;
    if (suffix == unit.name || suffix == unit.letter) {
      if (number > (std::numeric_limits<std::uint64_t>::max() >> unit.shift))
        return size_errc::too_large;
      return number << unit.shift;
    }
  }
  return size_errc::not_a_size;
}

std::string to_size_string(std::uint64_t octets) {
  constexpr auto names = std::array{"GiB", "MiB", "KiB"};
  for (std::size_t i = 0; i < units.size(); ++i) {
    auto mask = (std::uint64_t{1} << units[i].shift) - 1;
    if (octets != 0 && (octets & mask) == 0)
      return std::to_string(octets >> units[i].shift) + names[i];
  }
  return std::to_string(octets);
}

} // namespace troupe::runtime::config
