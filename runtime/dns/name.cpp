#include "runtime/dns/name.hpp"

#include <cstddef>

namespace troupe::runtime::dns {

bool may_be_name(std::string_view x) {
  constexpr std::size_t max_name = 253;
  constexpr std::size_t max_label = 63;
  if (x.ends_with('.'))
    x.remove_suffix(1);
  if (x.empty() || x.size() > max_name
      || x.find_first_of(std::string_view{"\0\\", 2}) != x.npos)
    return false;
  for (;;) {
    auto end = x.find('.');
    auto label = x.substr(0, end);
    if (label.empty() || label.size() > max_label)
      return false;
    if (end == x.npos)
      return true;
    x.remove_prefix(end + 1);
  }
}

} // namespace troupe::runtime::dns
