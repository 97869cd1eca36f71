#pragma once

#include "actors/balancer/membership.hpp"

#include <memory>
#include <utility>
#include <vector>

namespace troupe::actors {

/// What a loop remembers of each backend, from one membership to the next.
template <class T>
class per_backend {
public:
  /// Who comes has a fresh T.
  void adopt(std::shared_ptr<const membership> next) {
    auto values = std::vector<T>(next->size());
    for (membership::position i = 0; i < next->size(); ++i)
      if (auto was = of_ ? of_->find((*next)[i].id) : std::nullopt)
        values[i] = std::move(values_[*was]);
    values_ = std::move(values);
    of_ = std::move(next);
  }

  T& operator[](membership::position x) noexcept { return values_[x]; }
  const T& operator[](membership::position x) const noexcept {
    return values_[x];
  }

private:
  std::shared_ptr<const membership> of_;
  std::vector<T> values_;
};

} // namespace troupe::actors
