#include "actors/access_log/log_sampler.hpp"

namespace troupe::actors {

namespace {

/// FNV-1a, and MurmurHash3's finalizer, for ids are often short and alike. No
/// secret is needed: who can choose ids may choose whether they are logged.
std::uint64_t hash_of(std::string_view id) noexcept {
  auto x = std::uint64_t{0xcbf29ce484222325};
  for (auto octet : id)
    x = (x ^ static_cast<unsigned char>(octet)) * 0x100000001b3;
  x = (x ^ (x >> 33)) * 0xff51afd7ed558ccd;
  x = (x ^ (x >> 33)) * 0xc4ceb9fe1a85ec53;
  return x ^ (x >> 33);
}

} // namespace

log_sampler::log_sampler(double part, bool keep_trouble) noexcept
  : share_(static_cast<std::uint64_t>(part * static_cast<double>(whole))),
    keep_trouble_(keep_trouble) {
  // nop
}

bool log_sampler::keeps(const exchange_record& x) noexcept {
  if (share_ >= whole || (keep_trouble_ && is_trouble(x)))
    return true;
  const auto id = x.trace_id.empty() ? x.request_id : x.trace_id;
  return id.empty() ? counts_off() : hash_of(id) % whole < share_;
}

bool log_sampler::counts_off() noexcept {
  saved_ += share_;
  if (saved_ < whole)
    return false;
  saved_ -= whole;
  return true;
}

} // namespace troupe::actors
