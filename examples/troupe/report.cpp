#include "examples/troupe/report.hpp"

#include <fmt/format.h>

#include <cstdio>

namespace troupe::program {

void complain(std::string_view sentence) {
  fmt::print(stderr, "troupe: {}\n", sentence);
}

} // namespace troupe::program
