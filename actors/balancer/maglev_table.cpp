#include "actors/balancer/maglev_table.hpp"

#include "codecs/base/sip_hash.hpp"

#include <algorithm>

namespace troupe::actors {

namespace {

// Not secret: all processes are to agree, today and after an update.
constexpr auto offset_key = codecs::sip_key{.first = 1, .second = 0};
constexpr auto skip_key = codecs::sip_key{.first = 2, .second = 0};
constexpr auto lookup_key = codecs::sip_key{.first = 3, .second = 0};

constexpr auto nobody = ~std::uint32_t{0};

/// The order in which a node would like to have the slots.
struct preference {
  std::uint64_t next;
  std::uint64_t skip;
  std::uint32_t weight;
  std::uint64_t turns_due = 0; // times the greatest weight

  preference(const maglev_table::node& x, std::uint64_t slots)
    : next(codecs::sip_hash(offset_key, x.name) % slots),
      skip(codecs::sip_hash(skip_key, x.name) % (slots - 1) + 1),
      weight(x.weight) {
    // nop
  }
};

/// Gives a node the slot that it likes best among those that are left.
void take_slot(std::vector<std::uint32_t>& slots, preference& x,
               std::uint32_t who) {
  while (slots[x.next] != nobody)
    x.next = (x.next + x.skip) % slots.size();
  slots[x.next] = who;
}

} // namespace

std::optional<std::string> problem_with_slots(std::size_t slots) {
  if (slots < 3 || slots > maglev_table::most_slots)
    return "a Maglev table has between 3 and 5000011 slots";
  for (std::size_t i = 2; i * i <= slots; ++i)
    if (slots % i == 0)
      return "the number of slots of a Maglev table is a prime, such as 65537";
  return std::nullopt;
}

maglev_table::maglev_table(std::span<const node> nodes, std::size_t slots) {
  auto greatest = std::uint64_t{0};
  auto preferences = std::vector<preference>{};
  preferences.reserve(nodes.size());
  for (auto& x : nodes) {
    greatest = std::max<std::uint64_t>(greatest, x.weight);
    preferences.emplace_back(x, slots);
  }
  if (greatest == 0)
    return;
  slots_.assign(slots, nobody);
  auto left = slots;
  // In each round the heaviest takes a slot, and the others as often as their
  // weight allows.
  for (std::uint64_t round = 1; left > 0; ++round) {
    for (std::uint32_t i = 0; i < preferences.size() && left > 0; ++i) {
      auto& x = preferences[i];
      if (round * x.weight <= x.turns_due)
        continue;
      x.turns_due += greatest;
      take_slot(slots_, x, i);
      --left;
    }
  }
}

std::uint64_t maglev_table::hash(std::string_view key) noexcept {
  return codecs::sip_hash(lookup_key, key);
}

} // namespace troupe::actors
