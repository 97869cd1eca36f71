#include "runtime/config/finding.hpp"

#include <fmt/format.h>

namespace troupe::runtime::config {

std::string to_string(const finding& x) {
  if (x.line == 0)
    return fmt::format("{}: {}", x.file, x.message);
  return fmt::format("{}:{}:{}: {}", x.file, x.line, x.column, x.message);
}

} // namespace troupe::runtime::config
