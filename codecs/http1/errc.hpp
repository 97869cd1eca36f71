#pragma once

#include "codecs/http/status.hpp"

#include <cstdint>
#include <string_view>

namespace troupe::codecs::http1 {

/// Why octets are not HTTP/1, or are more than we want to hear. Each names one
/// rule of RFC 9112 (or 9110), and is the same word in tests, logs and docs.
enum class errc : std::uint8_t {
  // -- start line
  bad_method = 1,
  bad_target,
  bad_version,           ///< not of the form HTTP/d.d
  version_not_supported, ///< 505
  start_line_too_long,   ///< 414
  bad_status,            ///< responses: three digits, 100 to 999
  // -- field lines
  bad_field_name,  ///< not a token; white space before the colon
  bad_field_value, ///< control octets
  obs_fold,        ///< section 5.2
  bare_cr,
  bare_lf,
  field_line_too_long, ///< 431
  too_many_fields,     ///< 431
  head_too_large,      ///< 431
  // -- what the fields say together
  missing_host,
  repeated_host,
  bad_host,
  bad_content_length,      ///< not digits, or too many of them
  conflicting_lengths,     ///< two that differ
  length_and_coding,       ///< Content-Length beside Transfer-Encoding
  bad_transfer_coding,     ///< not exactly one final chunked; 501 if unknown
  unknown_transfer_coding, ///< 501
  coding_in_http_1_0,      ///< Transfer-Encoding in an HTTP/1.0 message
  // -- body
  bad_chunk_size,
  chunk_size_overflow,
  chunk_line_too_long,
  bad_chunk_ending, ///< CRLF expected
  bad_trailer,
  trailers_too_large, ///< 431
  body_too_large,     ///< 413
  // -- connection
  premature_end, ///< the peer closed in the middle of a message
};

std::string_view to_string(errc code) noexcept;

/// What a server answers: 400, 413, 414, 431, 501 or 505.
http::status status_for(errc code) noexcept;

} // namespace troupe::codecs::http1
