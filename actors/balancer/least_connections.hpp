#pragma once

#include "actors/balancer/balancing_policy.hpp"

namespace troupe::actors {

/// Who has least under way for its weight; those who are equal are drawn by
/// weight. It looks at all candidates.
class least_connections final : public balancing_policy {
public:
  void adopt(const balancing_plan&) override {}
  std::optional<membership::position> choose(const pick_question& x) override;
};

} // namespace troupe::actors
