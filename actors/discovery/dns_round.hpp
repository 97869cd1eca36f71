#pragma once

#include "actors/discovery/dns_finding.hpp"
#include "actors/discovery/dns_host.hpp"
#include "actors/discovery/dns_options.hpp"

#include "runtime/dns/answer.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace troupe::actors {

/// Hosts on their way to becoming backends: the addresses of each are to be
/// asked for, a family a question, and not all of them at once.
class dns_round {
public:
  /// Questions under way at a time: name servers drop a burst.
  static constexpr std::size_t parallel = 16;
  /// Seconds until somebody is asked again who did not answer.
  static constexpr std::uint32_t unanswered_ttl = 10;

  struct question {
    const dns_host& host;
    runtime::dns::ip_family family;
  };

  /// `known`: the backends until now. They stay where the addresses of a host
  /// cannot be learned, which is not to say that there are none.
  dns_round(std::vector<dns_host> hosts, ip_families which,
            std::vector<backend_register::entry> known);

  std::size_t size() const noexcept { return hosts_.size() * families_.size(); }
  /// What to ask next, counted from 0; nothing for now.
  std::optional<std::size_t> take_next();
  question at(std::size_t i) const {
    return {hosts_[i / families_.size()], families_[i % families_.size()]};
  }
  void answered(std::size_t i, const runtime::dns::address_answer& x);
  bool done() const noexcept { return answers_ == size(); }

  // -- once it is done --------------------------------------------------------

  /// Whether there was any address.
  bool learned() const noexcept { return learned_; }
  dns_finding take_finding() { return std::move(finding_); }
  /// Why there was none: "app.example: no such name".
  const std::string& trouble() const noexcept { return trouble_; }

private:
  void keep_known(const backend_register::entry& like,
                  runtime::dns::ip_family family);
  void note_trouble(const dns_host& host, runtime::dns::dns_errc why);

  std::vector<dns_host> hosts_;
  std::vector<runtime::dns::ip_family> families_;
  std::vector<backend_register::entry> known_;
  std::size_t asked_ = 0;
  std::size_t answers_ = 0;
  bool learned_ = false;
  dns_finding finding_;
  std::string trouble_;
  bool in_doubt_ = false; // somebody did not answer, and so says the trouble
};

} // namespace troupe::actors
