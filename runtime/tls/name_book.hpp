#pragma once

#include "codecs/base/ascii.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>

namespace troupe::runtime::tls {

/// What belongs to names of servers, found by the name that a client asks for
/// (RFC 6066 section 3): exactly, or by a wildcard, which stands for one label,
/// the leftmost (RFC 9525 section 6.3). An exact name goes first.
template <class T>
class name_book {
public:
  /// "a.example" or "*.a.example", in any case, with or without the root's dot.
  /// Made if it is not there yet.
  T& operator[](std::string_view name) { return all_[normal(name)]; }

  /// Or nullptr.
  const T* find(std::string_view name) const {
    auto wanted = normal(name);
    if (auto i = all_.find(wanted); i != all_.end() && !wanted.starts_with("*"))
      return &i->second;
    auto dot = wanted.find('.');
    if (dot == 0 || dot == wanted.npos)
      return nullptr;
    wanted.replace(0, dot, "*");
    auto i = all_.find(wanted);
    return i == all_.end() ? nullptr : &i->second;
  }

  bool empty() const noexcept { return all_.empty(); }

private:
  static std::string normal(std::string_view name) {
    if (name.ends_with('.'))
      name.remove_suffix(1);
    auto result = std::string{name};
    std::ranges::transform(result, result.begin(), codecs::to_lower);
    return result;
  }

  std::map<std::string, T, std::less<>> all_;
};

} // namespace troupe::runtime::tls
