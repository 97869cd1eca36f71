#pragma once

#include "actors/balancer/balancing_policy.hpp"

#include "codecs/http/trace_context.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>

namespace troupe::actors {

/// From 0 to below 1.
inline double draw_share(codecs::http::random_source& random) {
  return static_cast<double>(random.next() >> 11) * 0x1p-53;
}

/// From 0 to below `n`, which is neither zero nor above 2^32: Lemire's
/// multiplication (2019), whose bias of n / 2^32 nobody will notice.
inline std::size_t draw_below(codecs::http::random_source& random,
                              std::size_t n) {
  auto high = random.next() >> 32;
  return static_cast<std::size_t>(high * n >> 32);
}

/// Who is open, but for `other`: the first from the `start`th candidate on, in
/// a circle. The start may be any number.
inline std::optional<membership::position>
open_from(const pick_question& x, std::uint64_t start,
          std::optional<membership::position> other = {}) {
  auto all = x.who.positions();
  if (all.empty())
    return std::nullopt;
  auto at = static_cast<std::size_t>(start % all.size());
  for (std::size_t i = 0; i < all.size(); ++i) {
    auto who = all[at + i < all.size() ? at + i : at + i - all.size()];
    if (who != other && x.open(who))
      return who;
  }
  return std::nullopt;
}

/// One of those who are open, but for `other`: each as likely as any other.
inline std::optional<membership::position>
draw_open(const pick_question& x,
          std::optional<membership::position> other = {}) {
  auto all = x.who.positions();
  if (all.empty())
    return std::nullopt;
  // Few are closed, mostly: it is cheaper to miss than to count.
  constexpr auto attempts = 8;
  for (auto i = 0; i < attempts; ++i) {
    auto who = all[draw_below(x.random, all.size())];
    if (who != other && x.open(who))
      return who;
  }
  return open_from(x, x.random.next(), other);
}

} // namespace troupe::actors
