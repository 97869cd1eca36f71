#pragma once

#include "actors/http_service/messages.hpp"

#include "codecs/http/status.hpp"

#include <string>
#include <string_view>

namespace troupe::testkit {

/// What the client of an exchange has got so far.
struct seen_response {
  codecs::http::status status = 0; ///< 0: no head yet
  actors::field_lines fields;
  std::string body;
  actors::field_lines trailers;
  bool complete = false; ///< the end has come
  bool cut = false;      ///< the connection broke before that

  /// The value of the first field of that name, whatever its case, or nothing.
  std::string_view field(std::string_view name) const noexcept;
};

} // namespace troupe::testkit
