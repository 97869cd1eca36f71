#include "actors/connect/special_addresses.hpp"

#include "runtime/net/cidr.hpp"

#include <string_view>
#include <vector>

namespace troupe::actors {

namespace {

constexpr std::string_view special[] = {
  "0.0.0.0/8",      "10.0.0.0/8",     "100.64.0.0/10", "127.0.0.0/8",
  "169.254.0.0/16", "172.16.0.0/12",  "192.0.0.0/24",  "192.0.2.0/24",
  "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24",
  "203.0.113.0/24", "224.0.0.0/4",    "240.0.0.0/4",   "::/96",
  "64:ff9b::/96",   "64:ff9b:1::/48", "100::/64",      "2001::/23",
  "2001:db8::/32",  "2002::/16",      "3fff::/20",     "5f00::/16",
  "fc00::/7",       "fe80::/10",      "fec0::/10",     "ff00::/8",
};

runtime::net::cidr_set make_set() {
  auto all = std::vector<runtime::net::cidr>{};
  for (auto x : special)
    all.push_back(*runtime::net::cidr::parse(x));
  return runtime::net::cidr_set{all};
}

} // namespace

bool is_special(const runtime::net::address& x) noexcept {
  static const auto set = make_set();
  return set.contains(x);
}

} // namespace troupe::actors
