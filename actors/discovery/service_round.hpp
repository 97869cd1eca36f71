#pragma once

#include "actors/discovery/dns_finding.hpp"
#include "actors/discovery/dns_options.hpp"

#include "runtime/dns/answer.hpp"

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace troupe::actors {

/// The services of one answer on their way to becoming backends: the addresses
/// of each target are to be asked for, and not of all of them at once.
class service_round {
public:
  /// Questions under way at a time: name servers drop a burst.
  static constexpr std::size_t parallel = 16;
  /// Seconds until somebody is asked again who did not answer.
  static constexpr std::uint32_t unanswered_ttl = 10;

  /// `known`: the backends until now. They stay where a target's addresses
  /// cannot be learned, which is not to say that there are none.
  service_round(std::vector<runtime::dns::service_record> services,
                const dns_options& options,
                std::vector<backend_register::entry> known);

  /// Whose addresses to ask for next, counted from 0; nothing for now.
  std::optional<std::size_t> take_next();
  const runtime::dns::service_record& service(std::size_t i) const {
    return services_[i];
  }
  void answered(std::size_t i, const runtime::dns::address_answer& x);
  bool done() const noexcept { return answers_ == services_.size(); }

  /// Once it is done.
  dns_finding take_finding() { return std::move(finding_); }
  /// Of the first target that has no addresses: "one.example: no such name".
  const std::string& trouble() const noexcept { return trouble_; }

private:
  backend_register::entry
  backend_like(const runtime::dns::service_record& x) const;
  void keep_known(const backend_register::entry& like);

  std::vector<runtime::dns::service_record> services_;
  backend_tier tier_;
  std::vector<backend_register::entry> known_;
  std::uint16_t best_priority_ = 0;
  std::size_t asked_ = 0;
  std::size_t answers_ = 0;
  dns_finding finding_;
  std::string trouble_;
};

} // namespace troupe::actors
