#pragma once

#include "actors/balancer/maglev_table.hpp"

#include "runtime/time/clock.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace troupe::actors {

/// Ways of choosing a backend. "By weight" is in proportion to it.
enum class balancing : std::uint8_t {
  round_robin,       ///< one after the other, whatever they weigh
  smooth_weighted,   ///< in turn and by weight, in nginx's order
  random,            ///< whatever they weigh
  weighted_random,   ///< by weight
  least_connections, ///< who has least under way for its weight
  two_choices,       ///< the better of two drawn at random
  peak_ewma,         ///< likewise, by latency and what is under way
  ip_hash,           ///< by the client's address, as nginx's ip_hash
  ketama,            ///< by a key, as nginx's `hash $key consistent`
  bounded_ketama,    ///< likewise, but nobody has much more than the average
  maglev,            ///< by a key, very evenly
};

std::string_view to_string(balancing x) noexcept;

struct balancing_options {
  balancing how = balancing::smooth_weighted;
  /// bounded_ketama: nobody has more than so many times its share of what is
  /// under way. Precedent: HAProxy's hash-balance-factor, 1.25 to 2.
  double bound = 1.25;
  /// maglev: a prime, more than 100 times the number of backends.
  std::size_t maglev_slots = maglev_table::usual_slots;
  /// peak_ewma: how long it takes until a latency counts for 1/e only.
  runtime::time::duration ewma_decay = std::chrono::seconds{10};
};

/// The first thing wrong with the options, or nothing.
std::optional<std::string> problem_with(const balancing_options& x);

} // namespace troupe::actors
