#pragma once

#include "actors/access_log/loop_log.hpp"
#include "actors/base/failure.hpp"

#include "runtime/time/clock.hpp"

#include "codecs/http/status.hpp"
#include "codecs/http1/head.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace troupe::actors {

/// What a session keeps of an exchange for the access log, from the request's
/// head to the line: a head is gone when that is written. Only made where there
/// is a log, and used again.
class exchange_note {
public:
  /// The first octet came at `since`; now it is `now`, which the wall calls
  /// `wall`.
  void begin(runtime::time::steady_point since, runtime::time::steady_point now,
             runtime::time::wall_point wall);
  /// Copies what lines show of it.
  void take_head(const codecs::http1::request_head& head, loop_log& log);
  void take_response(const codecs::fields::map& fields, loop_log& log);

  /// Enters what is known of the exchange `now`. Borrowed from the note.
  void report(exchange_record& to, runtime::time::steady_point now) const;

  void clear() noexcept;

  std::uint64_t request_octets = 0; ///< head and body, as they came
  std::uint64_t body_octets = 0;    ///< of the response
  failure error;                    ///< the first one that was noted

private:
  runtime::time::wall_point begun_;
  runtime::time::steady_point since_;
  std::string method_;
  std::string target_;
  std::string authority_;
  std::string_view protocol_;
  field_notes_ptr fields_;
};

} // namespace troupe::actors
