#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace troupe::codecs::http {

/// What "Basic" says in Authorization (RFC 7617 section 2).
struct basic_credentials {
  std::string user; ///< without a colon; may be empty
  std::string password;

  friend bool operator==(const basic_credentials&, const basic_credentials&)
    = default;
};

/// Nothing if the value is of another scheme, is not strict base64, has no
/// colon, or holds control octets, which the RFC forbids.
std::optional<basic_credentials>
parse_basic_credentials(std::string_view authorization);

/// The value of Authorization. The user has no colon.
std::string to_string(const basic_credentials& x);

/// The value of WWW-Authenticate that asks for them, in UTF-8. A realm is text
/// of visible ASCII and blanks.
std::string basic_challenge(std::string_view realm);

} // namespace troupe::codecs::http
