#include "actors/balancer/eligibility.hpp"

namespace troupe::actors {

namespace {

/// How a tier fares: enabled backends that weigh anything, and those of them
/// that are usable.
struct head_count {
  std::size_t enabled = 0;
  std::size_t usable = 0;
};

struct census {
  head_count primary;
  head_count backup;
};

bool takes_part(const membership::member& who, const backend_condition& how) {
  return who.weight > 0 && how.mode == backend_mode::enabled;
}

census count(const membership& members,
             std::span<const backend_condition> conditions) {
  auto result = census{};
  for (membership::position i = 0; i < members.size(); ++i) {
    if (!takes_part(members[i], conditions[i]))
      continue;
    auto primary = members[i].tier == backend_tier::primary;
    auto& tier = primary ? result.primary : result.backup;
    ++tier.enabled;
    tier.usable += usable(conditions[i]) ? 1 : 0;
  }
  return result;
}

} // namespace

std::optional<std::string> problem_with(const eligibility_options& x) {
  if (x.panic_threshold > 100)
    return "the panic threshold is 100 percent at most";
  return problem_with(x.slow_start);
}

eligibility::eligibility(const membership& members,
                         std::span<const backend_condition> conditions,
                         const eligibility_options& options)
  : first_(members.size(), options.slow_start),
    reserve_(members.size(), options.slow_start) {
  auto there = count(members, conditions);
  if (there.primary.usable == 0 && there.backup.usable > 0)
    tier_ = backend_tier::backup;
  auto& asked = tier_ == backend_tier::primary ? there.primary : there.backup;
  panicking_ = asked.usable * 100 < asked.enabled * options.panic_threshold;
  for (membership::position i = 0; i < members.size(); ++i) {
    auto& how = conditions[i];
    if (!takes_part(members[i], how))
      continue;
    if (members[i].tier == tier_) {
      if (panicking_ || usable(how))
        first_.add(i, members[i].weight, how);
    } else if (members[i].tier == backend_tier::backup && usable(how)) {
      reserve_.add(i, members[i].weight, how);
    }
  }
}

} // namespace troupe::actors
