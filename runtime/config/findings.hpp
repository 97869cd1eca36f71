#pragma once

#include "runtime/config/finding.hpp"

#include <compare>
#include <cstddef>
#include <string>
#include <vector>

namespace troupe::runtime::config {

/// Where something stands in a file, counted from 1; columns count octets.
/// Zero: the file as a whole.
struct place {
  std::size_t line = 0;
  std::size_t column = 0;

  friend auto operator<=>(const place&, const place&) = default;
};

/// Collects what is wrong with one file, in whatever order it is noticed.
class findings {
public:
  explicit findings(std::string file);

  void add(place at, std::string message);

  bool empty() const noexcept { return found_.empty(); }
  std::size_t size() const noexcept { return found_.size(); }

  /// In the order of the file; what an alias brought up twice is told once.
  std::vector<finding> take() &&;

private:
  std::string file_;
  std::vector<finding> found_;
};

} // namespace troupe::runtime::config
