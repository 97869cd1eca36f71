#include "runtime/net/address_order.hpp"

#include <algorithm>
#include <iterator>

namespace troupe::runtime::net {

std::vector<address> in_turn(std::vector<address> all) {
  using family = address::family;
  const auto six = all.begin();
  const auto four = std::stable_partition(
    six, all.end(), [](auto& x) { return x.kind() == family::ipv6; });
  const auto rest = std::stable_partition(
    four, all.end(), [](auto& x) { return x.kind() == family::ipv4; });
  auto result = std::vector<address>{};
  result.reserve(all.size());
  for (auto i = six, j = four; i != four || j != rest;) {
    if (i != four)
      result.push_back(std::move(*i++));
    if (j != rest)
      result.push_back(std::move(*j++));
  }
  std::move(rest, all.end(), std::back_inserter(result));
  return result;
}

} // namespace troupe::runtime::net
