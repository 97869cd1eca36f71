#pragma once

#include "codecs/http/method.hpp"
#include "codecs/http/status.hpp"

#include <caf/allowed_unsafe_message_type.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace troupe::actors {

/// Field lines of a message that travels: owned text, in order.
using field_lines = std::vector<std::pair<std::string, std::string>>;

/// A whole request, for applications that answer by themselves.
struct http_request {
  codecs::http::method method = codecs::http::method::get;
  std::string method_text;
  std::string authority;
  std::string path;  ///< as it came, still percent-encoded
  std::string query; ///< without the question mark
  field_lines fields;
  std::string body;
  std::string client; ///< the peer's address

  /// The value of the first field of that name, or nothing.
  std::string_view field(std::string_view name) const noexcept;
};

/// A whole response. Content-Length and Date are supplied.
struct http_response {
  codecs::http::status status = 200;
  field_lines fields;
  std::string body;
};

// -- queries ------------------------------------------------------------------

/// Shared and never changed, because CAF copies messages on write.
struct serve {
  std::shared_ptr<const http_request> request;
};

// -- replies ------------------------------------------------------------------

struct served {
  std::shared_ptr<const http_response> response;
};

} // namespace troupe::actors

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::actors::serve)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::actors::served)
