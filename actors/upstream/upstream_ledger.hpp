#pragma once

#include "actors/balancer/backend_register.hpp"
#include "actors/balancer/upstream_bounds.hpp"
#include "actors/health/health_report.hpp"
#include "actors/health/messages.hpp"
#include "actors/health/outlier_ledger.hpp"
#include "actors/upstream/options.hpp"

#include "runtime/time/clock.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::actors {

/// A backend as an operator asks for it.
struct backend_status {
  std::string name;
  std::string address;
  std::uint32_t weight = 1;
  backend_tier tier = backend_tier::primary;
  backend_condition condition;
  std::uint32_t in_flight = 0; ///< requests, over all loops
};

/// Everything that is known of one upstream: who its backends are, how they
/// fare by their checks and by what became of their requests, and what its
/// operator wants. Outlives the actors that carry its mail; belongs to one
/// thread, except for what its views share.
class upstream_ledger {
public:
  /// The options' own backends are there from the start. Borrowed: the options.
  upstream_ledger(std::string name, const upstream_options& options,
                  runtime::time::steady_point now);

  const std::string& name() const noexcept { return name_; }
  const upstream_options& options() const noexcept { return options_; }

  // -- what is heard; each tells whether the view is another ------------------

  /// All that a source knows now; source 0 is the operator's list.
  bool tell(std::size_t source, std::vector<backend_register::entry> all,
            runtime::time::steady_point now);
  /// A source cannot tell: who was found stays.
  void note_source(std::string_view why) { report_.note_source(why); }
  bool set_mode(std::string_view who, backend_mode mode,
                runtime::time::steady_point now);
  bool set_weight(std::string_view who, std::uint32_t weight);
  /// The checks have changed their mind.
  bool note_health(const health_changed& x, runtime::time::steady_point now);
  /// Another checker begins, and knows nothing: all fare as before any check.
  bool forget_health(runtime::time::steady_point now);
  /// A backend has had too many gateway failures in a row.
  bool note_row(backend_id who, runtime::time::steady_point now);
  /// Ejections may be over, or rates to be judged.
  bool expire(runtime::time::steady_point now);
  /// When expire() has something to do; nothing: never.
  std::optional<runtime::time::steady_point> next_due() const;

  // -- what is told -----------------------------------------------------------

  /// What all loops are to know now.
  upstream_view_ptr view();
  /// Who is to be checked.
  std::vector<check_target> targets() const;
  std::vector<backend_status> status() const;
  const health_counters& counters() const noexcept {
    return report_.counters();
  }

private:
  const backend* find(backend_id who) const;
  bool apply(const outlier_change& x, runtime::time::steady_point now);
  void adopt(runtime::time::steady_point now);
  void note_usable();

  const upstream_options& options_;
  std::string name_;
  backend_register register_;
  std::optional<outlier_ledger> outliers_;
  upstream_bounds bounds_;
  health_report report_;
  upstream_view_ptr known_; // the register's last view
};

} // namespace troupe::actors
