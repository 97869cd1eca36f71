#pragma once

#include "runtime/time/clock.hpp"

#include <array>
#include <chrono>
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace troupe::runtime::tls {

/// A key that session tickets are sealed with (RFC 5077 section 4), and the
/// name by which it is found again.
struct ticket_key {
  std::array<std::byte, 16> name;
  std::array<std::byte, 32> cipher; ///< AES-256-CBC
  std::array<std::byte, 32> mac;    ///< HMAC-SHA-256
  time::steady_point born;
};

/// The keys of a server's tickets. A key seals for as long as a ticket lives,
/// and opens for as long again: who steals one reads no more than that. Not for
/// several threads at once.
class ticket_keys {
public:
  explicit ticket_keys(std::chrono::seconds life) noexcept : life_(life) {}

  /// To seal with; a new one if it is time.
  const ticket_key& current(time::steady_point now);
  /// To open with. Nothing: it is unknown, or too old.
  const ticket_key* find(std::span<const std::byte> name,
                         time::steady_point now) const;
  /// Is it young enough to be sealed with?
  bool seals_with(const ticket_key& x, time::steady_point now) const noexcept {
    return now < x.born + life_;
  }

private:
  std::chrono::seconds life_;
  std::vector<ticket_key> all_; // the newest last; two at most
};

} // namespace troupe::runtime::tls
