#include "actors/discovery/service_round.hpp"

#include <algorithm>
#include <utility>

namespace troupe::actors {

namespace {

using runtime::dns::dns_errc;

bool says_there_is_nothing(dns_errc x) {
  return x == dns_errc::not_found || x == dns_errc::no_records;
}

} // namespace

service_round::service_round(std::vector<runtime::dns::service_record> services,
                             const dns_options& options,
                             std::vector<backend_register::entry> known)
  : services_(std::move(services)), tier_(options.tier),
    known_(std::move(known)),
    best_priority_(
      std::ranges::min(services_, {}, &runtime::dns::service_record::priority)
        .priority) {
  for (auto& x : services_)
    finding_.ttl = std::min(finding_.ttl, x.ttl);
}

std::optional<std::size_t> service_round::take_next() {
  if (asked_ == services_.size() || asked_ - answers_ == parallel)
    return std::nullopt;
  return asked_++;
}

void service_round::answered(std::size_t i,
                             const runtime::dns::address_answer& x) {
  ++answers_;
  auto like = backend_like(services_[i]);
  if (x) {
    finding_.add(like, *x);
    return;
  }
  if (trouble_.empty())
    trouble_.append(services_[i].target)
      .append(": ")
      .append(to_string(x.error()));
  if (!says_there_is_nothing(x.error()))
    keep_known(like);
}

backend_register::entry
service_round::backend_like(const runtime::dns::service_record& x) const {
  auto primary = x.priority == best_priority_;
  return {.name = x.target + ':' + std::to_string(x.port),
          .address = {},
          .weight = std::max<std::uint32_t>(x.weight, 1),
          .tier = primary ? tier_ : backend_tier::backup};
}

void service_round::keep_known(const backend_register::entry& like) {
  finding_.ttl = std::min(finding_.ttl, unanswered_ttl);
  for (auto& x : known_)
    if (x.name == like.name) {
      finding_.all.push_back(like);
      finding_.all.back().address = x.address;
    }
}

} // namespace troupe::actors
