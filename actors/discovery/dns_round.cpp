#include "actors/discovery/dns_round.hpp"

#include <algorithm>

namespace troupe::actors {

namespace {

using runtime::dns::dns_errc;
using runtime::dns::ip_family;

std::vector<ip_family> families_of(ip_families x) {
  switch (x) {
    case ip_families::ipv4: return {ip_family::ipv4};
    case ip_families::ipv6: return {ip_family::ipv6};
    case ip_families::both: break;
  }
  return {ip_family::ipv4, ip_family::ipv6};
}

ip_family family_of(const backend_register::entry& x) {
  return x.address.starts_with('[') ? ip_family::ipv6 : ip_family::ipv4;
}

bool says_there_is_nothing(dns_errc x) {
  return x == dns_errc::not_found || x == dns_errc::no_records;
}

backend_register::entry backend_like(const dns_host& x) {
  return {.name
          = x.label.empty() ? x.name + ':' + std::to_string(x.port) : x.label,
          .address = {},
          .weight = x.weight,
          .tier = x.tier};
}

} // namespace

dns_round::dns_round(std::vector<dns_host> hosts, ip_families which,
                     std::vector<backend_register::entry> known)
  : hosts_(std::move(hosts)), families_(families_of(which)),
    known_(std::move(known)) {
  for (auto& x : hosts_)
    finding_.ttl = std::min(finding_.ttl, x.ttl);
}

std::optional<std::size_t> dns_round::take_next() {
  if (asked_ == size() || asked_ - answers_ == parallel)
    return std::nullopt;
  return asked_++;
}

void dns_round::answered(std::size_t i, const runtime::dns::address_answer& x) {
  ++answers_;
  auto [host, family] = at(i);
  if (x) {
    learned_ = true;
    finding_.add(backend_like(host), *x);
    return;
  }
  note_trouble(host, x.error());
  if (!says_there_is_nothing(x.error()))
    keep_known(backend_like(host), family);
}

void dns_round::keep_known(const backend_register::entry& like,
                           ip_family family) {
  finding_.ttl = std::min(finding_.ttl, unanswered_ttl);
  for (auto& x : known_)
    if (x.name == like.name && family_of(x) == family) {
      finding_.all.push_back(like);
      finding_.all.back().address = x.address;
    }
}

/// The first counts, but that somebody did not answer counts more.
void dns_round::note_trouble(const dns_host& host, dns_errc why) {
  auto doubt = !says_there_is_nothing(why);
  if (trouble_.empty() || (doubt && !in_doubt_))
    trouble_ = host.name + ": " + std::string{to_string(why)};
  in_doubt_ = in_doubt_ || doubt;
}

} // namespace troupe::actors
