#pragma once

#include "actors/balancer/backend.hpp"
#include "actors/balancer/backend_load.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace troupe::actors {

/// The backends of an upstream at one time. Never changes, so that all loops
/// may read it; what comes after it is another one.
class membership {
public:
  /// A backend's place in one membership; in the next it may be another.
  using position = std::uint32_t;

  struct member : backend {
    std::shared_ptr<backend_load> load;
  };

  membership() = default;
  /// Keeps the order. Of two backends with one id, the first stays. Who was
  /// there `before` keeps its load: what is under way is not forgotten.
  explicit membership(std::vector<backend> backends,
                      const membership& before = {});

  std::span<const member> members() const noexcept { return members_; }
  std::size_t size() const noexcept { return members_.size(); }
  const member& operator[](position x) const noexcept { return members_[x]; }
  std::optional<position> find(backend_id id) const noexcept;

private:
  std::vector<member> members_;
  std::vector<std::pair<backend_id, position>> by_id_; // sorted
};

} // namespace troupe::actors
