#pragma once

#include "actors/balancer/balancing_policy.hpp"
#include "actors/balancer/maglev_table.hpp"

namespace troupe::actors {

/// Consistent hashing by a table in which backends have equal shares, or shares
/// by weight. Who is not open is passed over along the table, whose order is as
/// good as random, so that its keys are shared out evenly; after 128 slots in
/// all of a request's picks, the key's hash says where among the candidates to
/// look. Without a key backends are drawn.
///
/// Slow start does not count: a key's home does not depend on the time.
class maglev final : public balancing_policy {
public:
  void adopt(const balancing_plan& plan) override { table_ = plan.slots; }
  std::optional<membership::position> choose(const pick_question& x) override;

private:
  std::shared_ptr<const maglev_table> table_;
};

} // namespace troupe::actors
