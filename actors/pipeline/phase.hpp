#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace troupe::actors {

/// The steps of an exchange at which stages may stand, in the order in which
/// an exchange without mishaps meets them.
enum class phase : std::uint8_t {
  early_request,
  request,
  before_upstream,
  choose_upstream,
  failed_to_connect,
  connected,
  upstream_request,
  request_body,
  request_trailers,
  error_while_proxying,
  upstream_response,
  upstream_response_body,
  upstream_response_trailers,
  failed_to_proxy,
  response,
  response_body,
  response_trailers,
  logging,
  last_, ///< not a phase: how many there are
};

inline constexpr auto phase_count = static_cast<std::size_t>(phase::last_);

/// What the table of phases says of one: the guide's chart is drawn from it.
struct phase_info {
  phase id;
  std::string_view name;
  std::string_view when;
  bool may_answer;  ///< with a response of its own
  bool may_suspend; ///< stage actors may stand here, and a stage may delay
  bool repeats;     ///< for each piece of a body, or each attempt
};

/// In the order of the enumerators.
std::span<const phase_info, phase_count> phases() noexcept;

const phase_info& info_of(phase x) noexcept;
std::string_view to_string(phase x) noexcept;

} // namespace troupe::actors
