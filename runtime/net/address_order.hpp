#pragma once

#include <cstddef>
#include <utility>
#include <vector>

namespace troupe::runtime::net {

/// What one name led to, in the order in which it is worth a try (RFC 8305
/// section 4): IPv6 and IPv4 in turn, IPv6 first, so that a family which leads
/// nowhere costs one attempt and not all of them. Within a family everything
/// stays in its order.
template <class T, class Predicate>
std::vector<T> in_turn(std::vector<T> all, Predicate is_ipv6) {
  auto ipv6 = std::vector<T>{};
  auto others = std::vector<T>{};
  for (auto& x : all)
    (is_ipv6(x) ? ipv6 : others).push_back(std::move(x));
  all.clear();
  for (std::size_t i = 0; i < ipv6.size() || i < others.size(); ++i)
    for (auto* some : {&ipv6, &others})
      if (i < some->size())
        all.push_back(std::move((*some)[i]));
  return all;
}

} // namespace troupe::runtime::net
