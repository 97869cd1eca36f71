#pragma once

#include "actors/access_log/exchange_record.hpp"
#include "actors/access_log/timestamp.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <variant>

namespace troupe::actors {

/// What a line of an access log can show, by the names that formats use.
enum class log_variable : std::uint8_t {
  time,
  time_clf,
  time_unix,
  client,
  user,
  method,
  target,
  path,
  query,
  authority,
  protocol,
  request_octets,
  client_reused,
  status,
  body_octets,
  route,
  upstream,
  backend,
  attempts,
  backend_reused,
  stages_us,
  wait_us,
  connect_us,
  first_octet_us,
  total_us,
  request_id,
  trace_id,
  end,
  because,
  // -- with a name after a dot ------------------------------------------------
  request,  ///< a field of the request
  response, ///< a field of the response
};

std::string_view to_string(log_variable x) noexcept;

/// Those that have no name after a dot, in the order of the enumerators.
std::span<const std::string_view> plain_log_variables() noexcept;
/// One of these, or none.
std::optional<log_variable> find_log_variable(std::string_view name) noexcept;

/// Not known, or not there.
struct no_value {};

/// Borrowed from the record.
using log_value
  = std::variant<no_value, std::string_view, std::uint64_t, bool, timestamp>;

/// `field` is the number of a wanted field, for request and response.
log_value value_of(log_variable x, std::size_t field,
                   const exchange_record& record) noexcept;

} // namespace troupe::actors
