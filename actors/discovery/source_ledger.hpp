#pragma once

#include "actors/balancer/backend_register.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace troupe::actors {

/// What a source has learned, and what of it is news to its subscriber.
class source_ledger {
public:
  /// Whether these are others than before.
  bool found(std::vector<backend_register::entry> all) {
    found_again();
    if (all == known_)
      return false;
    known_ = std::move(all);
    return true;
  }

  /// These are the same as before.
  void found_again() noexcept { why_.clear(); }

  /// Whether the reason is another than before. Who was known stays so.
  bool failed(std::string_view why) {
    if (why == why_)
      return false;
    why_ = why;
    return true;
  }

  /// The last good answer.
  const std::vector<backend_register::entry>& known() const noexcept {
    return known_;
  }
  /// Of the last failure; empty after a good answer.
  const std::string& why() const noexcept { return why_; }

private:
  std::vector<backend_register::entry> known_;
  std::string why_;
};

} // namespace troupe::actors
