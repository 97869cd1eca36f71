#include "actors/discovery/dns_finding.hpp"

#include "runtime/net/address_order.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace troupe::actors {

void dns_finding::add(const backend_register::entry& like,
                      const std::vector<runtime::dns::found_address>& where) {
  for (auto& x : where) {
    all.push_back(like);
    all.back().address = to_string(x.where);
    ttl = std::min(ttl, x.ttl);
  }
}

void dns_finding::settle() {
  // Of those at one address the first is whom more is asked of.
  std::ranges::sort(all, [](auto& x, auto& y) {
    return std::tie(x.address, x.tier, y.weight, x.name)
           < std::tie(y.address, y.tier, x.weight, y.name);
  });
  auto at_one_address = [](auto& x, auto& y) { return x.address == y.address; };
  all.erase(std::unique(all.begin(), all.end(), at_one_address), all.end());
  if (all.size() > max_found_backends)
    all.resize(max_found_backends);
  all = runtime::net::in_turn(
    std::move(all), [](auto& x) { return x.address.starts_with('['); });
}

} // namespace troupe::actors
