#include "actors/balancer/ketama_ring.hpp"

#include "codecs/base/ascii.hpp"
#include "codecs/base/crc32.hpp"

#include <algorithm>
#include <array>
#include <tuple>

namespace troupe::actors {

namespace {

struct host_and_port {
  std::string_view host;
  std::string_view port;
};

/// What nginx makes of a server's name: the port is what stands behind the last
/// colon, if it is digits only.
host_and_port split(std::string_view name) {
  constexpr auto scheme = std::string_view{"unix:"};
  if (codecs::same_text(name.substr(0, scheme.size()), scheme))
    return {name.substr(scheme.size()), {}};
  auto last = name.find_last_not_of("0123456789");
  if (last == std::string_view::npos || name[last] != ':')
    return {name, {}};
  return {name.substr(0, last), name.substr(last + 1)};
}

/// The hash before any point is added to it.
std::uint32_t base_hash(std::string_view name) {
  auto [host, port] = split(name);
  auto result = codecs::crc32(host);
  result = codecs::crc32(std::string_view{"", 1}, result);
  return codecs::crc32(port, result);
}

/// As it goes into the next point's hash: least significant octet first.
std::array<char, 4> octets_of(std::uint32_t x) {
  return {static_cast<char>(x & 0xff), static_cast<char>(x >> 8 & 0xff),
          static_cast<char>(x >> 16 & 0xff), static_cast<char>(x >> 24)};
}

} // namespace

ketama_ring::ketama_ring(std::span<const node> nodes) {
  auto wanted = std::uint64_t{0};
  for (auto& x : nodes)
    wanted += std::uint64_t{x.weight} * points_per_weight;
  auto share = wanted > most_points ? static_cast<double>(most_points)
                                        / static_cast<double>(wanted)
                                    : 1.0;
  points_.reserve(std::min<std::uint64_t>(wanted, most_points) + nodes.size());
  for (std::uint32_t i = 0; i < nodes.size(); ++i) {
    auto base = base_hash(nodes[i].name);
    auto before = std::uint32_t{0};
    auto count = static_cast<double>(nodes[i].weight)
                 * static_cast<double>(points_per_weight) * share;
    for (auto left = count; left > 0; --left) {
      auto octets = octets_of(before);
      before = codecs::crc32({octets.data(), octets.size()}, base);
      points_.push_back({before, i});
    }
  }
  std::sort(points_.begin(), points_.end(), [](auto& x, auto& y) {
    return std::tie(x.hash, x.node) < std::tie(y.hash, y.node);
  });
  auto same = [](auto& x, auto& y) { return x.hash == y.hash; };
  points_.erase(std::unique(points_.begin(), points_.end(), same),
                points_.end());
}

std::uint32_t ketama_ring::hash(std::string_view key) noexcept {
  return codecs::crc32(key);
}

std::size_t ketama_ring::find(std::uint32_t hash) const noexcept {
  auto less = [](auto& x, std::uint32_t y) { return x.hash < y; };
  auto i = std::lower_bound(points_.begin(), points_.end(), hash, less);
  return static_cast<std::size_t>(i - points_.begin());
}

} // namespace troupe::actors
