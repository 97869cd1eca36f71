#include "actors/pool/options.hpp"

namespace troupe::actors {

std::optional<std::string> problem_with(const pool_options& x) {
  if (!x.speaks.h1 && !x.speaks.h2)
    return "its backends are to be spoken to in some version of HTTP";
  return std::nullopt;
}

} // namespace troupe::actors
