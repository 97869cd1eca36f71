#include "actors/supervisor/known_backends.hpp"

#include <utility>

namespace troupe::actors {

std::vector<backend_register::entry>
entries_of(const std::vector<backend_options>& backends) {
  auto result = std::vector<backend_register::entry>{};
  for (auto& x : backends) {
    auto address = to_string(x.address);
    auto name = x.name.empty() ? address : x.name;
    result.push_back({.name = std::move(name),
                      .address = std::move(address),
                      .weight = x.weight,
                      .tier = x.tier});
  }
  return result;
}

backend_register register_of(const upstream_options& upstream) {
  auto result = backend_register{upstream.balance};
  result.tell(0, entries_of(upstream.backends), {});
  return result;
}

} // namespace troupe::actors
