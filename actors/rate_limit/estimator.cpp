#include "actors/rate_limit/estimator.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace troupe::actors {

namespace {

constexpr auto most = std::numeric_limits<std::int64_t>::max();

/// The finalizer of SplitMix64: each bit of the input changes half of the
/// output's.
std::uint64_t mix(std::uint64_t x) noexcept {
  x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9;
  x = (x ^ x >> 27) * 0x94d049bb133111eb;
  return x ^ x >> 31;
}

std::int64_t wrapping_sum(std::int64_t a, std::int64_t b) noexcept {
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(a)
                                   + static_cast<std::uint64_t>(b));
}

} // namespace

estimator_shape shape_for(double epsilon, double delta) {
  auto at_least_one
    = [](double x) { return static_cast<std::size_t>(std::max(1.0, x)); };
  return {.rows = at_least_one(std::ceil(-std::log(delta))),
          .slots = at_least_one(std::ceil(std::numbers::e / epsilon))};
}

estimator::estimator(estimator_shape shape, std::uint64_t seed)
  : slots_(shape.slots), cells_(shape.rows * shape.slots) {
  for (std::size_t i = 0; i < shape.rows; ++i)
    seeds_.push_back(mix(seed += 0x9e3779b97f4a7c15));
}

std::size_t estimator::cell(std::size_t row, key_digest key) const noexcept {
  auto x = mix(static_cast<std::uint64_t>(key) ^ seeds_[row]);
  return row * slots_ + x % slots_;
}

std::int64_t estimator::add(key_digest key, std::int64_t n) noexcept {
  auto least = most;
  for (std::size_t row = 0; row < seeds_.size(); ++row) {
    auto before = cells_[cell(row, key)].fetch_add(n);
    least = std::min(least, wrapping_sum(before, n));
  }
  return least;
}

std::int64_t estimator::get(key_digest key) const noexcept {
  auto least = most;
  for (std::size_t row = 0; row < seeds_.size(); ++row)
    least
      = std::min(least, cells_[cell(row, key)].load(std::memory_order_relaxed));
  return least;
}

void estimator::reset() noexcept {
  for (auto& x : cells_)
    x.store(0, std::memory_order_relaxed);
}

} // namespace troupe::actors
