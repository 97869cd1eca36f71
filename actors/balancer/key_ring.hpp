#pragma once

#include "actors/balancer/ketama_ring.hpp"
#include "actors/balancer/membership.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace troupe::actors {

/// The ring of a membership's primary backends. A node is a name, and the
/// backends that share it (the addresses of one host) share its points.
class key_ring {
public:
  explicit key_ring(const membership& members);

  bool empty() const noexcept { return ring_.size() == 0; }
  std::size_t find(std::string_view key) const noexcept {
    return ring_.find(ketama_ring::hash(key));
  }
  /// The backends of a point, one mostly; counted on around the ring, which is
  /// not empty. In the membership's order.
  std::span<const membership::position>
  backends_at(std::size_t point) const noexcept;

private:
  ketama_ring ring_;
  std::vector<std::uint32_t> begins_; // by node: in positions_; one more
  std::vector<membership::position> positions_;
};

} // namespace troupe::actors
