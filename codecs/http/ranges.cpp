#include "codecs/http/ranges.hpp"

#include "codecs/base/ascii.hpp"

#include <algorithm>
#include <charconv>
#include <limits>
#include <optional>

namespace troupe::codecs::http {

namespace {

constexpr auto endless = std::numeric_limits<std::uint64_t>::max();

/// As many digits as one likes: what is beyond 64 bits is beyond any file.
std::optional<std::uint64_t> read_number(std::string_view text) noexcept {
  if (text.empty() || !std::all_of(text.begin(), text.end(), is_digit))
    return std::nullopt;
  auto value = std::uint64_t{0};
  auto got = std::from_chars(text.data(), text.data() + text.size(), value);
  return got.ec == std::errc{} ? value : endless;
}

enum class spec : std::uint8_t { malformed, unsatisfiable, pointless, good };

/// One of int-range and suffix-range. Pointless is what nobody can serve and
/// nobody has to refuse: the end of nothing.
spec read_spec(std::string_view text, std::uint64_t length,
               byte_range& to) noexcept {
  auto dash = text.find('-');
  if (dash == text.npos)
    return spec::malformed;
  auto from = text.substr(0, dash);
  auto until = text.substr(dash + 1);
  if (from.empty()) {
    auto suffix = read_number(until);
    if (!suffix)
      return spec::malformed;
    if (*suffix == 0)
      return spec::unsatisfiable;
    if (length == 0)
      return spec::pointless;
    to = {.first = length - std::min(*suffix, length), .last = length - 1};
    return spec::good;
  }
  auto first = read_number(from);
  auto last = until.empty() ? std::optional{endless} : read_number(until);
  if (!first || !last || *last < *first)
    return spec::malformed;
  if (*first >= length)
    return spec::unsatisfiable;
  to = {.first = *first, .last = std::min(*last, length - 1)};
  return spec::good;
}

/// Puts it among the others, as one with all that it comes to touch, in the
/// place of the first of them.
void merge(byte_range x, std::vector<byte_range>& into) {
  auto touches = [&x](const byte_range& y) {
    return x.first <= y.last + 1 && y.first <= x.last + 1;
  };
  auto place = into.end() - into.begin();
  for (;;) {
    auto other = std::find_if(into.begin(), into.end(), touches);
    if (other == into.end())
      break;
    x = {.first = std::min(x.first, other->first),
         .last = std::max(x.last, other->last)};
    place = std::min(place, other - into.begin());
    into.erase(other);
  }
  into.insert(into.begin() + place, x);
}

} // namespace

range_request parse_ranges(std::string_view value, std::uint64_t length,
                           std::size_t max_ranges) {
  constexpr auto unit = std::string_view{"bytes="};
  using enum range_request::kind;
  if (!same_text(value.substr(0, unit.size()), unit))
    return {};
  auto result = range_request{};
  auto seen = std::size_t{0};
  auto pointless = false;
  for (auto rest = value.substr(unit.size()); !rest.empty();) {
    auto comma = std::min(rest.find(','), rest.size());
    auto text = trim(rest.substr(0, comma));
    rest.remove_prefix(std::min(comma + 1, rest.size()));
    if (text.empty())
      continue; // an empty element of a list (RFC 9110 section 5.6.1.2)
    auto range = byte_range{};
    auto what = read_spec(text, length, range);
    if (what == spec::malformed || ++seen > max_ranges)
      return {};
    pointless = pointless || what == spec::pointless;
    if (what == spec::good)
      merge(range, result.ranges);
  }
  if (!result.ranges.empty())
    result.what = satisfiable;
  else if (seen > 0 && !pointless)
    result.what = unsatisfiable;
  return result;
}

std::string content_range(const byte_range& x, std::uint64_t length) {
  auto text = std::string{"bytes "};
  text.append(std::to_string(x.first)).append(1, '-');
  text.append(std::to_string(x.last)).append(1, '/');
  return text.append(std::to_string(length));
}

std::string unsatisfied_range(std::uint64_t length) {
  return std::string{"bytes */"}.append(std::to_string(length));
}

} // namespace troupe::codecs::http
