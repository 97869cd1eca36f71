#include "codecs/http1/errc.hpp"

namespace troupe::codecs::http1 {

std::string_view to_string(errc code) noexcept {
  switch (code) {
    case errc::bad_method: return "bad_method";
    case errc::bad_target: return "bad_target";
    case errc::bad_version: return "bad_version";
    case errc::version_not_supported: return "version_not_supported";
    case errc::start_line_too_long: return "start_line_too_long";
    case errc::bad_status: return "bad_status";
    case errc::bad_field_name: return "bad_field_name";
    case errc::bad_field_value: return "bad_field_value";
    case errc::obs_fold: return "obs_fold";
    case errc::bare_cr: return "bare_cr";
    case errc::bare_lf: return "bare_lf";
    case errc::field_line_too_long: return "field_line_too_long";
    case errc::too_many_fields: return "too_many_fields";
    case errc::head_too_large: return "head_too_large";
    case errc::missing_host: return "missing_host";
    case errc::repeated_host: return "repeated_host";
    case errc::bad_host: return "bad_host";
    case errc::bad_content_length: return "bad_content_length";
    case errc::conflicting_lengths: return "conflicting_lengths";
    case errc::length_and_coding: return "length_and_coding";
    case errc::bad_transfer_coding: return "bad_transfer_coding";
    case errc::unknown_transfer_coding: return "unknown_transfer_coding";
    case errc::coding_in_http_1_0: return "coding_in_http_1_0";
    case errc::bad_chunk_size: return "bad_chunk_size";
    case errc::chunk_size_overflow: return "chunk_size_overflow";
    case errc::chunk_line_too_long: return "chunk_line_too_long";
    case errc::bad_chunk_ending: return "bad_chunk_ending";
    case errc::bad_trailer: return "bad_trailer";
    case errc::trailers_too_large: return "trailers_too_large";
    case errc::body_too_large: return "body_too_large";
    case errc::premature_end: return "premature_end";
  }
  return "unknown";
}

http::status status_for(errc code) noexcept {
  switch (code) {
    case errc::start_line_too_long: return 414;
    case errc::field_line_too_long:
    case errc::too_many_fields:
    case errc::head_too_large:
    case errc::trailers_too_large: return 431;
    case errc::body_too_large: return 413;
    case errc::unknown_transfer_coding: return 501;
    case errc::version_not_supported: return 505;
    default: return 400;
  }
}

} // namespace troupe::codecs::http1
