#include "codecs/http1/head_parser.hpp"

#include "codecs/base/ascii.hpp"
#include "codecs/base/scan.hpp"
#include "codecs/http1/field_lines.hpp"

namespace troupe::codecs::http1 {

namespace {

// "HTTP/" DIGIT "." DIGIT (RFC 9112 section 2.3). Nothing if it is one we
// speak.
std::optional<errc> parse_version(std::string_view text, http::version& x) {
  if (text == "HTTP/1.1") {
    x = http::version::http_1_1;
    return std::nullopt;
  }
  if (text == "HTTP/1.0") {
    x = http::version::http_1_0;
    return std::nullopt;
  }
  auto well_formed = text.size() == 8 && text.starts_with("HTTP/")
                     && is_digit(text[5]) && text[6] == '.'
                     && is_digit(text[7]);
  return well_formed ? errc::version_not_supported : errc::bad_version;
}

// method SP request-target SP HTTP-version. The version goes before the
// target's form, for that is how an HTTP/2 preface is told from nonsense.
std::optional<errc> parse_request_line(std::string_view line,
                                       request_head& head) {
  auto after_method = line.find(' ');
  head.method_text = line.substr(0, after_method);
  if (after_method == line.npos || !is_token(head.method_text))
    return errc::bad_method;
  line.remove_prefix(after_method + 1);
  auto after_target = line.find(' ');
  auto target = line.substr(0, after_target);
  if (target.empty())
    return errc::bad_target;
  if (after_target == line.npos)
    return errc::bad_version;
  line.remove_prefix(after_target + 1);
  if (auto fault = parse_version(line, head.version))
    return fault;
  head.method = http::find_method(head.method_text);
  auto parts
    = uri::parse_request_target(target, head.method == http::method::connect);
  if (!parts)
    return errc::bad_target;
  head.target = *parts;
  // RFC 9112 section 3.2.4: the server as a whole has options, nothing else.
  if (parts->form == uri::target_form::asterisk
      && head.method != http::method::options)
    return errc::bad_target;
  return std::nullopt;
}

// HTTP-version SP status-code [ SP [ reason-phrase ] ] (RFC 9112 section 4).
// The grammar wants the second SP, but many origins leave it out.
std::optional<errc> parse_status_line(std::string_view line,
                                      response_head& head) {
  auto after_version = line.find(' ');
  if (auto fault = parse_version(line.substr(0, after_version), head.version))
    return fault;
  if (after_version == line.npos)
    return errc::bad_status;
  line.remove_prefix(after_version + 1);
  if (line.size() < 3 || line[0] < '1' || line[0] > '9' || !is_digit(line[1])
      || !is_digit(line[2]) || (line.size() > 3 && line[3] != ' '))
    return errc::bad_status;
  head.status = static_cast<http::status>(
    (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0'));
  head.reason = line.size() > 4 ? line.substr(4) : std::string_view{};
  auto* end = line.data() + line.size();
  if (find_control(line.data(), end) != end)
    return errc::bad_status;
  return std::nullopt;
}

// A head, given how to read its first line.
template <class Head, class ParseStartLine>
result<section_extent, errc> parse_head(std::string_view input,
                                        const limits& bounds, Head& head,
                                        ParseStartLine parse_start_line) {
  auto room = room_at(head_bounds(bounds), 0);
  if (!room)
    return errc::head_too_large;
  head.clear();
  auto line = take_line(input, *room);
  if (!line)
    return line.error();
  if (!*line)
    return section_extent{};
  if (auto fault = parse_start_line(**line, head))
    return *fault;
  return parse_field_lines(input, (*line)->size() + 2, head_bounds(bounds),
                           head.fields);
}

errc as_trailer_fault(errc x) noexcept {
  switch (x) {
    case errc::start_line_too_long: // the section's first line, that is
    case errc::field_line_too_long:
    case errc::too_many_fields:
    case errc::head_too_large: return errc::trailers_too_large;
    default: return errc::bad_trailer;
  }
}

} // namespace

result<section_extent, errc> parse_request_head(std::string_view input,
                                                const limits& bounds,
                                                request_head& head) {
  // What cannot be a method fails at once: somebody may speak TLS to us, and
  // wait for an answer.
  if (!input.empty() && !is_tchar(input.front()) && input.front() != '\r'
      && input.front() != '\n')
    return errc::bad_method;
  return parse_head(input, bounds, head, parse_request_line);
}

result<section_extent, errc> parse_response_head(std::string_view input,
                                                 const limits& bounds,
                                                 response_head& head) {
  if (!input.empty() && input.front() != 'H')
    return errc::bad_version;
  return parse_head(input, bounds, head, parse_status_line);
}

result<section_extent, errc> parse_trailers(std::string_view input,
                                            const limits& bounds,
                                            fields::map& trailers) {
  trailers.clear();
  auto extent = parse_field_lines(input, 0, trailer_bounds(bounds), trailers);
  if (!extent)
    return as_trailer_fault(extent.error());
  return extent;
}

} // namespace troupe::codecs::http1
