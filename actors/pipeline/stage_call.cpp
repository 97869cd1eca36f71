#include "actors/pipeline/stage_call.hpp"

#include <string>

namespace troupe::actors {

verdict stage_threw(const exchange_context& x, const char* what) {
  auto because = std::string{to_string(x.at())};
  return verdict::fail(
    {proxy_errc::stage_failed, because.append(": ").append(what)});
}

} // namespace troupe::actors
