#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace troupe::codecs::uri {

/// RFC 9112 section 3.2.
enum class target_form : std::uint8_t {
  origin,    ///< /path?query
  absolute,  ///< http://authority/path?query
  authority, ///< host:port, for CONNECT
  asterisk,  ///< *, for OPTIONS
};

/// A request-target taken apart. Borrowed: views into the text given.
struct request_target {
  target_form form = target_form::origin;
  std::string_view text;      ///< all of it
  std::string_view scheme;    ///< absolute form only
  std::string_view authority; ///< absolute and authority form
  std::string_view path;      ///< may be empty in absolute form
  std::string_view query;     ///< without the question mark
  bool has_query = false;
};

/// Nothing if the text is none of the four forms, or holds octets that a URI
/// may not hold. A target with raw non-ASCII octets is refused, too.
std::optional<request_target> parse_request_target(std::string_view text,
                                                   bool is_connect) noexcept;

struct authority {
  std::string_view host; ///< with its brackets if it is an IPv6 literal
  std::string_view port; ///< empty if there is none
};

/// host[:port], no user information (RFC 9110 section 4.2.4). Nothing if
/// malformed: empty host, bad port, forbidden octets.
std::optional<authority> parse_authority(std::string_view text) noexcept;

} // namespace troupe::codecs::uri
