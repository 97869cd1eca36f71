#pragma once

#include "actors/access_log/field_notes.hpp"
#include "actors/access_log/log_outlet.hpp"
#include "actors/access_log/options.hpp"

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

namespace troupe::actors {

class loop_log;

struct return_notes {
  loop_log* owner = nullptr;
  void operator()(field_notes* x) const noexcept;
};

/// What an exchange keeps of its heads until it ends; may be null, if no line
/// shows a field.
using field_notes_ptr = std::unique_ptr<field_notes, return_notes>;

/// The access logs of one loop: an exchange hands in its record at its end, and
/// each log makes of it what it likes. Outlives the exchanges and couriers of
/// its loop. Where no log is wished for there is no loop_log either, and that
/// is all that an exchange needs to look at:
///
///     if (log)
///       if (auto notes = log->take_notes())
///         notes->take_request(log->wanted(), head.fields);
///     ...
///     if (log)
///       log->append({.begun = begun, ..., .fields = notes.get()});
class loop_log {
public:
  /// For options without problems.
  loop_log(runtime::loop::event_loop& loop,
           std::span<const access_log_options> logs);

  const field_notes::wishes& wanted() const noexcept { return wanted_; }
  field_notes_ptr take_notes();

  /// Once for each exchange.
  void append(const exchange_record& x) {
    for (auto& outlet : outlets_)
      outlet->append(x);
  }

  /// In the order of the options; a courier is spawned for each.
  std::span<const std::unique_ptr<log_outlet>> outlets() const noexcept {
    return outlets_;
  }

private:
  friend struct return_notes;

  // Notes that nobody needs; beyond that many they are freed.
  static constexpr std::size_t kept = 256;

  field_notes::wishes wanted_;
  std::vector<std::unique_ptr<log_outlet>> outlets_;
  std::vector<std::unique_ptr<field_notes>> free_;
};

} // namespace troupe::actors
