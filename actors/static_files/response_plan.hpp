#pragma once

#include "actors/http_service/messages.hpp"
#include "actors/static_files/file_request.hpp"

#include "runtime/files/open_file.hpp"

#include "codecs/coding/kind.hpp"
#include "codecs/http/status.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::actors {

/// Some text, and then some of the file.
struct body_part {
  std::string text;
  std::uint64_t offset = 0; ///< in the file
  std::uint64_t size = 0;   ///< of the file's part
};

/// A whole response before a file's octets are in it.
struct response_plan {
  codecs::http::status status = 200;
  field_lines fields; ///< without Content-Length
  std::vector<body_part> parts;
  /// Of all parts together. Also for HEAD, which has none; not for 304.
  std::uint64_t length = 0;
};

/// A representation that was found.
struct file_facts {
  runtime::files::file_state state;
  std::string_view type; ///< what Content-Type says
  codecs::coding::kind coding = codecs::coding::kind::identity;
};

/// Answers from a file: conditions first, then ranges (RFC 9110 sections 13.2.2
/// and 14.2). `boundary` is for several ranges, and must not occur in the file:
/// make it of many random characters.
response_plan plan_response(const file_request& request, const file_facts& file,
                            std::string_view boundary);

/// Says no more than the status.
response_plan plan_status(codecs::http::status status);

/// Sends who asked for a directory without its slash to the one with it.
response_plan plan_redirect(const file_request& request);

} // namespace troupe::actors
