#pragma once

#include "actors/balancer/backend.hpp"
#include "actors/health/outcome_tally.hpp"
#include "actors/health/outlier_options.hpp"

#include "runtime/time/clock.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace troupe::actors {

/// A backend was left out, or is asked again.
struct outlier_change {
  backend_id id{};
  bool ejected = false;
  runtime::time::duration how_long{}; ///< if it is out
  std::string why;
};

/// Which backends of an upstream are left out for what became of their
/// requests. Belongs to one thread; what the loops write to are its tallies.
class outlier_ledger {
public:
  /// Options that problem_with() has nothing to say about.
  outlier_ledger(const outlier_options& options,
                 runtime::time::steady_point now);

  /// Who there is. Who stays keeps what is known of it.
  void adopt(std::span<const backend_id> all);
  /// Whether the others count on it, say the operator and the checks: if it is
  /// not usable, it is none of those that are left.
  void note_usable(backend_id who, bool usable);
  /// Where the loops note outcomes; for members only.
  std::shared_ptr<outcome_tally> tally(backend_id who) const;

  /// What tally().note() asks for: too many gateway failures in a row.
  std::optional<outlier_change> note_row(backend_id who,
                                         runtime::time::steady_point now);
  /// Lets those return whose time is over, and looks at the rates when an
  /// interval is.
  std::vector<outlier_change> expire(runtime::time::steady_point now);
  /// When expire() has something to do.
  runtime::time::steady_point next_due() const noexcept;

  bool ejected(backend_id who) const noexcept;
  std::size_t ejected() const noexcept;
  /// Ejections that there were no room for.
  std::uint64_t spared() const noexcept { return spared_; }

private:
  struct member {
    std::shared_ptr<outcome_tally> tally;
    bool usable = true;
    bool was_out = false;                             ///< within this interval
    std::optional<runtime::time::steady_point> until; ///< while it is out
    std::uint32_t times = 0; ///< it was ejected, and not forgiven
  };

  /// A backend with enough requests to be judged.
  struct rated {
    backend_id id{};
    double rate = 0; ///< of successes
  };

  bool may_eject(const member& x) const noexcept;
  std::optional<outlier_change> eject(backend_id who, member& x,
                                      runtime::time::steady_point now,
                                      std::string why);
  void let_return(runtime::time::steady_point now,
                  std::vector<outlier_change>& out);
  std::vector<rated> take_rates();
  void judge_rates(runtime::time::steady_point now,
                   std::vector<outlier_change>& out);
  void forgive();

  outlier_options options_;
  std::map<backend_id, member> members_;
  runtime::time::steady_point interval_ends_;
  std::uint64_t spared_ = 0;
};

} // namespace troupe::actors
