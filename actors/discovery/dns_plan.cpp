#include "actors/discovery/dns_plan.hpp"

#include "actors/balancer/draw.hpp"

#include <algorithm>

namespace troupe::actors {

namespace {

using namespace std::chrono_literals;

constexpr auto first_wait = std::chrono::seconds{2}; // and the upper half of it
constexpr auto longest_wait = std::chrono::seconds{30};

} // namespace

bool dns_plan::found(dns_finding x) {
  x.settle();
  failures_ = 0;
  ttl_ = x.ttl;
  return ledger_.found(std::move(x.all));
}

bool dns_plan::failed(std::string_view why) {
  ++failures_;
  return ledger_.failed(why);
}

runtime::time::duration
dns_plan::wait(codecs::http::random_source& random) const {
  if (failures_ == 0)
    return std::clamp(std::chrono::seconds{ttl_}, timing_.min_ttl,
                      timing_.max_ttl);
  constexpr auto enough = 4u; // doublings until the longest wait
  auto longest = std::min<runtime::time::duration>(
    longest_wait, first_wait * (1 << std::min(failures_ - 1, enough)));
  return longest / 2
         + std::chrono::duration_cast<runtime::time::duration>(
           longest / 2 * draw_share(random));
}

} // namespace troupe::actors
