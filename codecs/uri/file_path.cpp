#include "codecs/uri/file_path.hpp"

#include "codecs/base/ascii.hpp"

#include <algorithm>
#include <cstddef>

namespace troupe::codecs::uri {

namespace {

/// Appends the octets that the segment stands for. False if it stands for none,
/// or for such as no segment has.
bool decode(std::string_view segment, std::string& to) {
  for (std::size_t i = 0; i < segment.size(); ++i) {
    auto c = segment[i];
    if (c == '%') {
      if (segment.size() - i < 3)
        return false;
      auto high = hex_value(segment[i + 1]);
      auto low = hex_value(segment[i + 2]);
      if (high < 0 || low < 0)
        return false;
      c = static_cast<char>(high * 16 + low);
      i += 2;
    }
    if (c == '\0' || c == '/')
      return false;
    to.push_back(c);
  }
  return true;
}

} // namespace

std::optional<file_path> parse_file_path(std::string_view path) {
  if (!path.empty() && path.front() != '/')
    return std::nullopt;
  auto result = file_path{};
  auto segment = std::string{};
  while (!path.empty()) {
    path.remove_prefix(1);
    auto end = std::min(path.find('/'), path.size());
    segment.clear();
    if (!decode(path.substr(0, end), segment) || segment == "..")
      return std::nullopt;
    path.remove_prefix(end);
    // "a/." and "a/" name the directory.
    result.directory = segment.empty() || segment == ".";
    if (result.directory)
      continue;
    if (segment.front() == '.'
        && !(segment == ".well-known" && result.name.empty()))
      result.hidden = true;
    if (!result.name.empty())
      result.name.push_back('/');
    result.name.append(segment);
  }
  result.directory = result.directory || result.name.empty();
  return result;
}

} // namespace troupe::codecs::uri
