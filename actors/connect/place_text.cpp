#include "actors/connect/place_text.hpp"

#include "runtime/dns/name.hpp"

#include "codecs/base/ascii.hpp"

#include <algorithm>
#include <charconv>

namespace troupe::actors {

std::optional<std::uint16_t> parse_port(std::string_view text) {
  auto x = std::uint16_t{0};
  auto* end = text.data() + text.size();
  auto [at, error] = std::from_chars(text.data(), end, x);
  if (error != std::errc{} || at != end || x == 0)
    return std::nullopt;
  return x;
}

std::optional<std::string> normal_name(std::string_view text) {
  auto name = std::string{text};
  std::ranges::transform(name, name.begin(), codecs::to_lower);
  if (name.ends_with('.'))
    name.pop_back();
  auto is_plain = [](char c) {
    return (c >= 'a' && c <= 'z') || codecs::is_digit(c) || c == '-' || c == '_'
           || c == '.';
  };
  if (!runtime::dns::may_be_name(name) || name.ends_with('.')
      || !std::ranges::all_of(name, is_plain))
    return std::nullopt;
  return name;
}

} // namespace troupe::actors
