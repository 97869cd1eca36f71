#include "codecs/http2/head_reader.hpp"

#include "codecs/base/ascii.hpp"
#include "codecs/fields/list.hpp"

#include <charconv>

namespace troupe::codecs::http2 {

using fields::name;

void head_reader::begin() noexcept {
  size_ = 0;
  fields_.clear();
  cookie_.clear();
  method_ = scheme_ = authority_ = path_ = protocol_ = status_ = {};
}

void head_reader::add(std::string_view name, std::string_view value) {
  constexpr auto overhead = std::size_t{32};
  size_ += name.size() + value.size() + overhead;
  if (too_large())
    return;
  if (name.starts_with(':')) {
    add_pseudo(name, value);
  } else if (name == "cookie") {
    if (!cookie_.empty())
      cookie_.append("; ");
    cookie_.append(value);
  } else {
    fields_.append(name, value);
  }
}

void head_reader::add_pseudo(std::string_view name, std::string_view value) {
  auto kept = fields_.keep(value);
  if (name == ":method")
    method_ = kept;
  else if (name == ":scheme")
    scheme_ = kept;
  else if (name == ":authority")
    authority_ = kept;
  else if (name == ":path")
    path_ = kept;
  else if (name == ":protocol")
    protocol_ = kept;
  else if (name == ":status")
    status_ = kept;
}

void head_reader::end_fields() {
  if (!cookie_.empty())
    fields_.append("cookie", cookie_);
}

bool head_reader::read_authority(http1::request_head& to) const noexcept {
  auto host = fields_.get(name::host);
  to.authority = authority_.empty() ? host : authority_;
  // RFC 9113 section 8.3.1: the two may not say different things.
  if (fields_.repeated(name::host)
      || (fields_.has(name::host) && !authority_.empty()
          && !same_text(host, authority_)))
    return false;
  return to.authority.empty() || uri::parse_authority(to.authority);
}

bool head_reader::read_target(http1::request_head& to) const noexcept {
  using form = uri::target_form;
  auto is_tunnel = to.method == http::method::connect && protocol_.empty();
  auto parsed
    = uri::parse_request_target(is_tunnel ? authority_ : path_, is_tunnel);
  if (!parsed)
    return false;
  to.target = *parsed;
  switch (parsed->form) {
    case form::origin: return !is_tunnel;
    case form::authority: return is_tunnel;
    case form::asterisk: return to.method == http::method::options;
    case form::absolute: break;
  }
  return false;
}

http::framing head_reader::read_framing(bool ends) const noexcept {
  auto result = http::framing{};
  if (ends)
    return result;
  result.kind = http::body_kind::chunked; // the end is told by its frame
  if (auto* length = fields_.find(name::content_length)) {
    auto& digits = length->value;
    auto* last = digits.data() + digits.size();
    if (std::from_chars(digits.data(), last, result.length).ptr == last)
      result.kind = http::body_kind::length;
  }
  return result;
}

bool head_reader::read_request(http1::request_head& to, bool ends) {
  end_fields();
  to.clear();
  to.method_text = method_;
  to.method = http::find_method(method_);
  to.version = http::version::http_2;
  if (!read_authority(to) || !read_target(to))
    return false;
  to.framing = read_framing(ends);
  to.keep_alive = true;
  to.expect_continue = same_text(fields_.get(name::expect), "100-continue");
  to.accepts_trailers = fields::has_element(fields_, name::te, "trailers");
  to.fields.swap(fields_);
  return true;
}

bool head_reader::read_response(http1::response_head& to, http::method asked,
                                bool ends) {
  end_fields();
  to.clear();
  auto code = 0u;
  auto* last = status_.data() + status_.size();
  if (status_.size() != 3
      || std::from_chars(status_.data(), last, code).ptr != last || code < 100)
    return false;
  to.status = static_cast<http::status>(code);
  to.version = http::version::http_2;
  auto is_tunnel = asked == http::method::connect && code / 100 == 2;
  auto has_none = code / 100 == 1 || code == 204 || code == 304
                  || asked == http::method::head || is_tunnel;
  to.framing = read_framing(ends || has_none);
  to.keep_alive = true;
  to.fields.swap(fields_);
  return true;
}

void head_reader::read_trailers(fields::map& to) {
  end_fields();
  to.clear();
  to.swap(fields_);
}

} // namespace troupe::codecs::http2
