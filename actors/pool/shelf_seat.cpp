#include "actors/pool/shelf_seat.hpp"

#include "actors/pool/connection_shelf.hpp"

#include <utility>

namespace troupe::actors {

shelf_seat::shelf_seat(std::shared_ptr<connection_shelf> shelf,
                       shared_place place)
  : shelf_(std::move(shelf)), place_(std::move(place)) {
  shelf_->opened();
}

shelf_seat::~shelf_seat() {
  if (!shelf_)
    return;
  place_ = {};
  shelf_->closed();
}

} // namespace troupe::actors
