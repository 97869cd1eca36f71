#pragma once

#include "codecs/fields/map.hpp"
#include "codecs/http/framing.hpp"
#include "codecs/http/method.hpp"
#include "codecs/http/status.hpp"
#include "codecs/http/version.hpp"
#include "codecs/uri/request_target.hpp"

#include <string_view>

namespace troupe::codecs::http1 {

/// A request's head and what it means. Borrowed: all views point into the
/// octets that were fed, and rebase() moves them along when those move.
/// Reused from request to request, so that it keeps its memory.
struct request_head {
  http::method method = http::method::other;
  std::string_view method_text;
  uri::request_target target;
  http::version version = http::version::http_1_1;
  fields::map fields;

  /// Whom the request is for: the target's authority, or else Host (RFC 9112
  /// section 3.3). Empty in HTTP/1.0 without Host, and where Host is empty.
  std::string_view authority;
  http::framing framing;
  bool keep_alive = false;       ///< the client would send another request
  bool expect_continue = false;  ///< and is HTTP/1.1
  bool wants_upgrade = false;    ///< Upgrade, and Connection names it
  bool accepts_trailers = false; ///< TE: trailers

  void clear() noexcept;
  void swap(request_head& x) noexcept;
  void rebase(std::string_view from, const char* to) noexcept;
};

/// The same for a response.
struct response_head {
  http::status status = 0;
  std::string_view reason;
  http::version version = http::version::http_1_1;
  fields::map fields;

  http::framing framing; ///< with regard to the method of the request
  bool keep_alive = false;

  void clear() noexcept;
  void swap(response_head& x) noexcept;
  void rebase(std::string_view from, const char* to) noexcept;
};

} // namespace troupe::codecs::http1
