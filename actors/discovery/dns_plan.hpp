#pragma once

#include "actors/discovery/dns_finding.hpp"
#include "actors/discovery/dns_options.hpp"
#include "actors/discovery/source_ledger.hpp"

#include "runtime/time/clock.hpp"

#include "codecs/http/trace_context.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace troupe::actors {

/// What to make of what the name servers say, and when to ask again: an answer
/// holds for its time to live, within bounds, and a failure changes nothing but
/// the time of the next question. A name without records is a failure, too: so
/// looks a zone by mistake more often than an upstream that is meant to have
/// no backends.
class dns_plan {
public:
  explicit dns_plan(const dns_timing& timing) : timing_(timing) {}

  /// At least one backend. Whether they are others than before, in whatever
  /// order.
  bool found(dns_finding x);
  /// Whether the reason is another than before.
  bool failed(std::string_view why);

  /// How long to wait for the next question, after either. From failure to
  /// failure it doubles, from 1 s to 30 s, and is at random from the upper half
  /// of that.
  runtime::time::duration wait(codecs::http::random_source& random) const;

  /// The last good answer.
  const std::vector<backend_register::entry>& known() const noexcept {
    return ledger_.known();
  }
  const std::string& why() const noexcept { return ledger_.why(); }

private:
  dns_timing timing_;
  source_ledger ledger_;
  std::uint32_t ttl_ = 0;
  unsigned failures_ = 0; // since the last good answer
};

} // namespace troupe::actors
