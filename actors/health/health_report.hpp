#pragma once

#include "actors/health/outlier_ledger.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace troupe::actors {

/// What has befallen the backends of one upstream since the start.
struct health_counters {
  std::uint64_t fell = 0;     ///< the checks found them down
  std::uint64_t rose = 0;     ///< the checks found them up again
  std::uint64_t ejected = 0;  ///< for what became of their requests
  std::uint64_t returned = 0; ///< from that
  std::uint64_t panics = 0;   ///< too few were left, and so all are asked
  std::uint64_t lost = 0;     ///< a source could not tell who there is

  friend bool operator==(const health_counters&, const health_counters&)
    = default;
};

// Lines of the process's own log.

std::string health_line(std::string_view upstream, std::string_view backend,
                        bool healthy, std::string_view why);
std::string ejection_line(std::string_view upstream, std::string_view backend,
                          const outlier_change& x);

/// Tells what befalls the backends of one upstream: a line in the log and a
/// count for each change of state. Belongs to whoever hears of all of them.
class health_report {
public:
  explicit health_report(std::string upstream)
    : upstream_(std::move(upstream)) {
    // nop
  }

  /// The checks have changed their mind: health_changed.
  void note_health(std::string_view backend, bool healthy,
                   std::string_view why);
  void note_ejection(std::string_view backend, const outlier_change& x);
  /// A source could not tell who there is.
  void note_source(std::string_view why);
  /// So many there are now.
  void note_found(std::size_t backends);
  /// Whether all are asked, since too few may be; as often as one looks.
  void note_panic(bool panicking);

  const health_counters& counters() const noexcept { return counters_; }

private:
  std::string upstream_;
  bool panicking_ = false;
  health_counters counters_;
};

} // namespace troupe::actors
