#pragma once

#include <cstdint>
#include <string_view>

namespace troupe::codecs::http {

/// Methods by number; `other` for whatever else is a token.
enum class method : std::uint8_t {
  other,
  get,
  head,
  post,
  put,
  delete_,
  connect,
  options,
  trace,
  patch,
};

method find_method(std::string_view text) noexcept; // case-sensitive
std::string_view to_string(method x) noexcept;

/// RFC 9110 section 9.2.2: may be sent again when nobody knows whether the
/// first one arrived.
bool is_idempotent(method x) noexcept;
/// RFC 9110 section 9.2.1.
bool is_safe(method x) noexcept;

} // namespace troupe::codecs::http
