#pragma once

#include "codecs/fields/map.hpp"

#include <algorithm>
#include <string>
#include <string_view>

namespace troupe::codecs::coding {

/// "Name: value" a line.
inline fields::map head_of(std::string_view text) {
  fields::map head;
  while (!text.empty()) {
    auto line = text.substr(0, text.find('\n'));
    auto colon = line.find(": ");
    head.append(line.substr(0, colon), line.substr(colon + 2));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
  }
  return head;
}

inline std::string text_of(const fields::map& head) {
  std::string text;
  for (auto& x : head) {
    text += text.empty() ? "" : "\n";
    text += std::string{x.name} + ": " + std::string{x.value};
  }
  return text;
}

} // namespace troupe::codecs::coding
