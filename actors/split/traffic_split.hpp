#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::actors {

/// Divides numbers among names by weight: each number has its name, and where
/// a weight changes, no more numbers change theirs than must (weighted
/// rendezvous hashing; Schindelhauer and Schomaker, 2005).
class traffic_split {
public:
  struct share {
    std::string name;
    double weight = 1; ///< relative to the others; not below zero
  };

  /// One weight at least is above zero.
  explicit traffic_split(std::vector<share> shares);

  const std::vector<share>& shares() const noexcept { return shares_; }

  /// The name whose the number is.
  const std::string& pick(std::uint64_t number) const noexcept;

private:
  std::vector<share> shares_;
  std::vector<std::uint64_t> hashes_; // of the names
};

} // namespace troupe::actors
