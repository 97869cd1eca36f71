#include "actors/rate_limit/rate_window.hpp"

#include <algorithm>
#include <chrono>

namespace troupe::actors {

// Three bits for the table and for whether there is a past, the rest for the
// number of the interval.
std::uint64_t rate_window::pack(const position& x) noexcept {
  return static_cast<std::uint64_t>(x.interval) << 3
         | static_cast<std::uint64_t>(x.has_previous) << 2 | x.table;
}

rate_window::position rate_window::unpack(std::uint64_t x) noexcept {
  return {.interval = static_cast<std::int64_t>(x >> 3),
          .table = x & 3,
          .has_previous = (x & 4) != 0};
}

rate_window::rate_window(duration interval, time_point start,
                         estimator_shape shape, key_hash hash)
  : interval_(interval), start_(start),
    hash_(hash), tables_{estimator{shape, 1}, estimator{shape, 2},
                         estimator{shape, 3}},
    position_(pack({})) {
  // nop
}

std::int64_t rate_window::interval_at(time_point now) const noexcept {
  return now > start_ ? (now - start_) / interval_ : 0;
}

rate_window::duration rate_window::until_turn(time_point now) const noexcept {
  return start_ + (interval_at(now) + 1) * interval_ - now;
}

rate_window::position rate_window::turn(time_point now) noexcept {
  auto wanted = interval_at(now);
  auto seen = position_.load(std::memory_order_acquire);
  for (;;) {
    auto here = unpack(seen);
    if (here.interval >= wanted)
      return here;
    auto next = position{.interval = wanted,
                         .table = (here.table + 1) % tables,
                         .has_previous = here.interval + 1 == wanted};
    if (!position_.compare_exchange_weak(seen, pack(next),
                                         std::memory_order_acq_rel,
                                         std::memory_order_acquire))
      continue;
    tables_[(next.table + 1) % tables].reset();
    return next;
  }
}

std::int64_t rate_window::count(const position& x, std::int64_t interval,
                                key_digest key) const noexcept {
  if (interval == x.interval)
    return tables_[x.table].get(key);
  if (interval + 1 == x.interval && x.has_previous)
    return tables_[(x.table + tables - 1) % tables].get(key);
  return 0;
}

std::int64_t rate_window::observe(std::string_view key, std::int64_t n,
                                  time_point now) {
  auto digest = hash_(key);
  return tables_[turn(now).table].add(digest, n);
}

std::int64_t rate_window::current(std::string_view key, time_point now) const {
  auto here = unpack(position_.load(std::memory_order_acquire));
  return count(here, std::max(here.interval, interval_at(now)), hash_(key));
}

std::int64_t rate_window::previous(std::string_view key, time_point now) const {
  auto here = unpack(position_.load(std::memory_order_acquire));
  return count(here, std::max(here.interval, interval_at(now)) - 1, hash_(key));
}

double rate_window::rate(std::string_view key, time_point now) const {
  auto seconds = std::chrono::duration<double>{interval_}.count();
  return static_cast<double>(previous(key, now)) / seconds;
}

double rate_window::sliding(std::string_view key, time_point now) const {
  auto left = std::chrono::duration<double>{until_turn(now)}
              / std::chrono::duration<double>{interval_};
  auto here = unpack(position_.load(std::memory_order_acquire));
  auto interval = std::max(here.interval, interval_at(now));
  auto digest = hash_(key);
  return static_cast<double>(count(here, interval - 1, digest)) * left
         + static_cast<double>(count(here, interval, digest));
}

} // namespace troupe::actors
