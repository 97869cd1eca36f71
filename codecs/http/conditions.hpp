#pragma once

#include "codecs/fields/map.hpp"
#include "codecs/http/entity_tag.hpp"
#include "codecs/http/method.hpp"

#include <cstdint>
#include <ctime>
#include <optional>

namespace troupe::codecs::http {

/// What tells the present state of a representation from others (RFC 9110
/// section 8.8).
struct validators {
  std::optional<entity_tag> tag;
  std::optional<std::time_t> modified; ///< what Last-Modified says
};

/// What a conditional request comes to (RFC 9110 section 13.2.1).
enum class condition : std::uint8_t {
  holds,               ///< answer as if nobody had asked
  not_modified,        ///< 304: the client has it
  precondition_failed, ///< 412
};

/// Evaluates If-Match, If-Unmodified-Since, If-None-Match and If-Modified-Since
/// in the order of precedence (RFC 9110 section 13.2.2), for a representation
/// that there is. Dates that are none are ignored, as the RFC wants; `now` is
/// for parse_date().
condition evaluate_conditions(const fields::map& request, method asked,
                              const validators& present,
                              std::time_t now) noexcept;

/// Does If-Range let Range count (RFC 9110 section 13.1.5)? Without one it
/// does. A date has to be the very one, and strong: that is, what it speaks of
/// was not changed within the second before `now`.
bool range_applies(const fields::map& request, const validators& present,
                   std::time_t now) noexcept;

} // namespace troupe::codecs::http
