#include "codecs/coding/compression_options.hpp"

#include "codecs/base/ascii.hpp"
#include "codecs/coding/encoder.hpp"

#include <algorithm>
#include <array>

namespace troupe::codecs::coding {

namespace {

std::optional<std::string> problem_with_offer(const coding_offer& x) {
  auto name = std::string{to_string(x.coding)};
  if (x.coding == kind::identity)
    return name + " is always offered, and is no compression";
  auto range = levels_of(x.coding);
  if (x.level < range.lowest || x.level > range.highest)
    return "level " + std::to_string(x.level) + " of " + name + " is not in "
           + std::to_string(range.lowest) + " to "
           + std::to_string(range.highest);
  return std::nullopt;
}

std::optional<std::string> problem_with_pattern(const std::string& x) {
  if (std::count(x.begin(), x.end(), '*') > 1)
    return "more than one '*' in media type '" + x + "'";
  if (x.find('*') == x.npos && x.find('/') == x.npos)
    return "'" + x + "' is no media type";
  return std::nullopt;
}

} // namespace

std::optional<std::string> problem_with(const compression_options& x) {
  std::array<bool, kind_count> offered{};
  for (auto& offer : x.offers) {
    if (auto problem = problem_with_offer(offer))
      return problem;
    auto& before = offered[static_cast<std::size_t>(offer.coding)];
    if (before)
      return std::string{to_string(offer.coding)} + " is offered twice";
    before = true;
  }
  for (auto& pattern : x.media_types)
    if (auto problem = problem_with_pattern(pattern))
      return problem;
  return std::nullopt;
}

bool matches_media_type(std::string_view pattern,
                        std::string_view content_type) noexcept {
  auto type = trim(content_type.substr(0, content_type.find(';')));
  auto star = pattern.find('*');
  if (star == pattern.npos)
    return same_text(pattern, type);
  auto head = pattern.substr(0, star);
  auto tail = pattern.substr(star + 1);
  return type.size() >= head.size() + tail.size()
         && same_text(type.substr(0, head.size()), head)
         && same_text(type.substr(type.size() - tail.size()), tail);
}

} // namespace troupe::codecs::coding
