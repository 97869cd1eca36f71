#pragma once

#include <cstddef>
#include <string>

namespace troupe::runtime::config {

/// Something wrong, and where: lines and columns count from 1; 0 where the
/// place is the whole file.
struct finding {
  std::string file;
  std::size_t line = 0;
  std::size_t column = 0;
  std::string message;

  friend bool operator==(const finding&, const finding&) = default;
};

/// "file:line:column: message"
std::string to_string(const finding& x);

} // namespace troupe::runtime::config
