#include "tests/fuzz/fuzzing.hpp"

#include "runtime/net/cidr.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace {

using namespace troupe::fuzz;
using namespace troupe::runtime::net;

address at(const ip_bits& bits, address::family kind) {
  auto octet = [&](int i) {
    auto half = i < 8 ? bits.high : bits.low;
    return static_cast<std::uint8_t>(half >> (56 - 8 * (i % 8)));
  };
  if (kind == address::family::ipv4) {
    auto raw = sockaddr_in{};
    raw.sin_family = AF_INET;
    raw.sin_addr.s_addr = htonl(static_cast<std::uint32_t>(bits.low));
    return address::from_raw(reinterpret_cast<sockaddr*>(&raw), sizeof(raw));
  }
  auto raw = sockaddr_in6{};
  raw.sin6_family = AF_INET6;
  for (auto i = 0; i < 16; ++i)
    raw.sin6_addr.s6_addr[i] = octet(i);
  return address::from_raw(reinterpret_cast<sockaddr*>(&raw), sizeof(raw));
}

ip_bits before(ip_bits x) {
  if (x.low-- == 0)
    --x.high;
  return x;
}

ip_bits after(ip_bits x) {
  if (++x.low == 0)
    ++x.high;
  return x;
}

/// The addresses where an answer could be wrong by one.
std::vector<address> edges_of(const cidr& x) {
  auto result = std::vector<address>{};
  for (auto bits : {before(x.first()), x.first(), x.last(), after(x.last())})
    result.push_back(at(bits, x.family()));
  return result;
}

void is_whole(const cidr& x) {
  demand(cidr::parse(to_string(x)).ok());
  demand(*cidr::parse(to_string(x)) == x);
  demand(x.first() <= x.last());
  for (auto& end : {at(x.first(), x.family()), at(x.last(), x.family())})
    demand(x.contains(end) == (end.kind() == x.family())); // else it is mapped
  demand(x.prefix() <= (x.family() == address::family::ipv4 ? 32u : 128u));
}

void agree(const std::vector<cidr>& all) {
  auto uut = cidr_set{all};
  demand(uut.size() <= all.size() && uut.empty() == all.empty());
  for (auto& range : all)
    for (auto& x : edges_of(range))
      demand(uut.contains(x)
             == std::any_of(all.begin(), all.end(),
                            [&](auto& y) { return y.contains(x); }));
}

} // namespace

/// A range on each line.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  if (size > 1000)
    return 0;
  auto all = std::vector<cidr>{};
  for (auto text = as_wire(data, size); !text.empty();) {
    auto end = std::min(text.find('\n'), text.size());
    if (auto got = cidr::parse(text.substr(0, end))) {
      is_whole(*got);
      all.push_back(*got);
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  agree(all);
  return 0;
}
