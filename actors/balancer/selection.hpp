#pragma once

#include "actors/balancer/backend.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace troupe::actors {

/// One request's way through the backends: what it is hashed by, and whom it
/// has asked. A value that allocates nothing.
class selection {
public:
  /// Retries beyond this help nobody (nginx looks 20 times).
  static constexpr std::size_t most_picks = 16;

  /// How far a policy that hashes has walked. For that policy alone; it begins
  /// anew when the membership has changed.
  struct walk {
    bool begun = false;
    std::uint32_t steps = 0;
    std::uint64_t at = 0;
  };

  /// The key is borrowed: it outlives the selection. Without one, hashing has
  /// nothing to go by, and takes turns.
  explicit selection(std::optional<std::string_view> key = {},
                     std::size_t picks = most_picks) noexcept
    : key_(key), picks_(std::min(picks, most_picks)) {
    // nop
  }

  const std::optional<std::string_view>& key() const noexcept { return key_; }
  std::size_t picked() const noexcept { return asked_count_; }
  bool exhausted() const noexcept { return asked_count_ == picks_; }

  bool has_asked(backend_id id) const noexcept {
    auto end = asked_.begin() + static_cast<std::ptrdiff_t>(asked_count_);
    return std::find(asked_.begin(), end, id) != end;
  }
  /// It is not exhausted.
  void note_asked(backend_id id) noexcept { asked_[asked_count_++] = id; }

  /// Which membership this walk is of: any number that is another for another.
  void walk_on(std::uint64_t membership) noexcept {
    if (walked_ == membership)
      return;
    walked_ = membership;
    way = {};
  }

  walk way;

private:
  std::optional<std::string_view> key_;
  std::size_t picks_;
  std::uint64_t walked_ = 0;
  std::size_t asked_count_ = 0;
  std::array<backend_id, most_picks> asked_{};
};

} // namespace troupe::actors
