#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace troupe::actors {

/// Points on a circle of 32 bits, each of a node: a key's node is that of the
/// first point at or after the key's hash. Where nodes come or go, only keys
/// that are theirs move.
///
/// The points are those of nginx (`hash $key consistent`) and of
/// Cache::Memcached::Fast: CRC-32 of the node's host, a zero octet, its port
/// and the point before it. Host and port are taken from the name as it is
/// spelled: "[::1]:80" has the host "[::1]", "app.example" no port, and
/// "unix:/run/app" the host "/run/app". Of two points with one hash, that of
/// the earlier node stays.
class ketama_ring {
public:
  struct node {
    std::string_view name; ///< borrowed for the constructor
    std::uint32_t weight = 1;
  };

  static constexpr std::size_t points_per_weight = 160;
  /// 8 octets each. Nodes that would have more points in all get fewer for
  /// their weight; below that the ring is nginx's.
  static constexpr std::size_t most_points = std::size_t{1} << 22;

  ketama_ring() = default;
  explicit ketama_ring(std::span<const node> nodes);

  static std::uint32_t hash(std::string_view key) noexcept;

  std::size_t size() const noexcept { return points_.size(); }
  /// The index of the first point at or after that one; size() if there is
  /// none, which is point 0 again.
  std::size_t find(std::uint32_t hash) const noexcept;
  /// The node of a point, counted on around the circle. The ring has points.
  std::uint32_t node_at(std::size_t point) const noexcept {
    return points_[point % points_.size()].node;
  }

private:
  struct point {
    std::uint32_t hash;
    std::uint32_t node;
  };

  std::vector<point> points_;
};

} // namespace troupe::actors
