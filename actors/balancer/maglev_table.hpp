#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::actors {

/// The first thing wrong with that number of slots, or nothing: it is a prime.
std::optional<std::string> problem_with_slots(std::size_t slots);

/// A lookup table in which each node has as many slots as any other, give or
/// take one, or in proportion to its weight (Eisenbud et al., "Maglev", 2016,
/// section 3.4). Where a node goes, its slots are shared out, and few others
/// change hands: the fewer, the more slots there are for a node. The paper
/// advises more than 100.
class maglev_table {
public:
  struct node {
    std::string_view name; ///< borrowed for the constructor
    std::uint32_t weight = 1;
  };

  /// 4 octets a slot.
  static constexpr std::size_t usual_slots = 65'537;
  static constexpr std::size_t most_slots = 5'000'011;

  maglev_table() = default;
  /// Nodes beyond the number of slots have none.
  explicit maglev_table(std::span<const node> nodes,
                        std::size_t slots = usual_slots);

  static std::uint64_t hash(std::string_view key) noexcept;

  /// Zero if there are no nodes.
  std::size_t size() const noexcept { return slots_.size(); }
  /// The node of a slot, counted on around the table, which is not empty.
  std::uint32_t node_at(std::uint64_t slot) const noexcept {
    return slots_[slot % slots_.size()];
  }

private:
  std::vector<std::uint32_t> slots_;
};

} // namespace troupe::actors
