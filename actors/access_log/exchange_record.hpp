#pragma once

#include "actors/access_log/field_notes.hpp"
#include "actors/base/failure.hpp"

#include "codecs/http/status.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

namespace troupe::actors {

/// How long the parts of an exchange took; none for a part that was not begun.
struct exchange_spans {
  using microseconds = std::chrono::microseconds;

  std::optional<microseconds> stages;  ///< waiting for stages, all of them
  std::optional<microseconds> wait;    ///< for a connection, the pool's queue
  std::optional<microseconds> connect; ///< of that wait, making a new one
  /// From the last octet of the request's head that was sent to the origin, to
  /// the first octet of its answer.
  std::optional<microseconds> first_octet;
  microseconds total{0}; ///< from the first octet of the request to the end
};

/// One exchange that is over, as logs tell it. Borrowed: the views need not be
/// valid any longer than the call that takes the record. What is empty is not
/// known, or was not there.
struct exchange_record {
  std::chrono::system_clock::time_point begun;
  exchange_spans times;

  // -- the client and its request ---------------------------------------------

  std::string_view client; ///< its address, without port
  std::string_view user;   ///< from authentication
  std::string_view method;
  std::string_view target;          ///< path and query
  std::string_view authority;       ///< of the target, or else Host
  std::string_view protocol;        ///< "HTTP/1.1"
  std::uint64_t request_octets = 0; ///< head and body, as they were received
  bool client_reused = false;       ///< not the first request of its connection

  // -- the response, as it was sent -------------------------------------------

  codecs::http::status status = 0; ///< 0: none was sent
  std::uint64_t body_octets = 0;

  // -- where it came from -----------------------------------------------------

  std::string_view route;
  std::string_view upstream;
  std::string_view backend; ///< the address that was chosen last
  unsigned attempts = 0;
  bool backend_reused
    = false; ///< the last attempt's connection was idle before

  // -- how it is found again, and how it ended --------------------------------

  std::string_view request_id;
  std::string_view trace_id;
  proxy_errc end = proxy_errc::none; ///< none: all went well
  std::string_view because;

  /// What was asked for with wanted_fields; may be null.
  const field_notes* fields = nullptr;
};

/// The one word for how it ended: "done", or the error's.
constexpr std::string_view done_word = "done";
inline std::string_view end_word(const exchange_record& x) noexcept {
  return x.end == proxy_errc::none ? done_word : to_string(x.end);
}

/// Somebody may have to look at it: an answer of 5xx, or what would have been
/// one, had the response not begun before.
inline bool is_trouble(const exchange_record& x) noexcept {
  return x.status >= 500 || status_for(x.end) >= 500;
}

} // namespace troupe::actors
