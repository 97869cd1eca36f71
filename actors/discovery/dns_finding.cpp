#include "actors/discovery/dns_finding.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace troupe::actors {

namespace {

/// IPv6 and IPv4 in turn, so that a family which leads nowhere costs one
/// attempt and not all of them (RFC 8305 section 4).
void interleave(std::vector<backend_register::entry>& all) {
  auto ipv4 = std::vector<backend_register::entry>{};
  auto ipv6 = std::vector<backend_register::entry>{};
  for (auto& x : all)
    (x.address.starts_with('[') ? ipv6 : ipv4).push_back(std::move(x));
  all.clear();
  for (std::size_t i = 0; i < std::max(ipv4.size(), ipv6.size()); ++i)
    for (auto* some : {&ipv6, &ipv4})
      if (i < some->size())
        all.push_back(std::move((*some)[i]));
}

} // namespace

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
  interleave(all);
}

} // namespace troupe::actors
