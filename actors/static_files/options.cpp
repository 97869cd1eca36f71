#include "actors/static_files/options.hpp"

#include <string_view>

namespace troupe::actors {

namespace {

/// Nothing that would end the field or the line.
bool is_field_value(std::string_view x) noexcept {
  for (auto c : x)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f)
      return false;
  return !x.empty();
}

bool is_file_name(std::string_view x) noexcept {
  return x.find('/') == x.npos && x != "." && x != "..";
}

} // namespace

std::vector<std::string> problems_with(const static_files_options& x) {
  auto found = std::vector<std::string>{};
  if (x.root.empty())
    found.emplace_back("has files without a root");
  if (!x.strip.empty() && (x.strip.front() != '/' || x.strip.back() == '/'))
    found.emplace_back("strips what is not like '/static'");
  if (!is_file_name(x.index))
    found.emplace_back("has an index that is no file's name");
  if (x.fallback.starts_with('/'))
    found.emplace_back("has a fallback that is not below its root");
  auto good = is_field_value(x.default_type);
  for (auto& [extension, type] : x.types)
    good = good && is_field_value(type);
  if (!good)
    found.emplace_back("has a media type that is none");
  return found;
}

} // namespace troupe::actors
