#pragma once

#include "codecs/base/ascii.hpp"
#include "codecs/fields/map.hpp"

#include <string_view>

namespace troupe::codecs::fields {

/// Calls `f(element)` for each element of a comma-separated list (RFC 9110
/// section 5.6.1) whose elements hold no quoted commas. Empty ones are skipped.
template <class F>
void for_each_element(std::string_view list, F&& f) {
  while (!list.empty()) {
    auto comma = list.find(',');
    if (auto element = trim(list.substr(0, comma)); !element.empty())
      f(element);
    list.remove_prefix(comma == list.npos ? list.size() : comma + 1);
  }
}

/// The same for all lines of one name, which are one list.
template <class F>
void for_each_element(const map& all, name id, F&& f) {
  if (!all.has(id))
    return;
  for (auto& x : all)
    if (x.id == id)
      for_each_element(x.value, f);
}

/// Does the list have that element, whatever its case?
inline bool has_element(const map& all, name id, std::string_view wanted) {
  auto found = false;
  for_each_element(all, id,
                   [&](auto x) { found = found || same_text(x, wanted); });
  return found;
}

} // namespace troupe::codecs::fields
