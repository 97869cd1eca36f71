#pragma once

#include "actors/health/shared_place.hpp"

#include <memory>
#include <utility>

namespace troupe::actors {

class connection_shelf;

/// A connection's place among those that a shelf counts, given back by
/// destruction. Keeps the shelf.
class shelf_seat {
public:
  /// `place` is among the connections of all loops, if they are bounded.
  explicit shelf_seat(std::shared_ptr<connection_shelf> shelf,
                      shared_place place = {});
  shelf_seat(shelf_seat&&) noexcept = default;
  shelf_seat& operator=(shelf_seat&&) = delete;
  ~shelf_seat();

  /// Instead of the place that it has.
  void occupy(shared_place x) noexcept { place_ = std::move(x); }

  connection_shelf& shelf() const noexcept { return *shelf_; }
  const std::shared_ptr<connection_shelf>& shared_shelf() const noexcept {
    return shelf_;
  }

private:
  std::shared_ptr<connection_shelf> shelf_; // null: moved away
  shared_place place_;
};

} // namespace troupe::actors
