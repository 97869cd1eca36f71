#include "actors/discovery/dns_host.hpp"

#include <algorithm>

namespace troupe::actors {

dns_host host_of(const dns_options& options) {
  return {.name = options.name,
          .label = options.label,
          .port = options.port,
          .weight = options.weight,
          .tier = options.tier};
}

std::vector<dns_host>
hosts_of(const dns_options& options,
         const std::vector<runtime::dns::service_record>& services) {
  auto best
    = std::ranges::min(services, {}, &runtime::dns::service_record::priority)
        .priority;
  std::vector<dns_host> result;
  result.reserve(services.size());
  for (auto& x : services)
    result.push_back(
      {.name = x.target,
       .port = x.port,
       .weight = std::max<std::uint32_t>(x.weight, 1),
       .tier = x.priority == best ? options.tier : backend_tier::backup,
       .ttl = x.ttl});
  return result;
}

} // namespace troupe::actors
