#include "codecs/http2/head_reader.hpp"

#include "codecs/base/ascii.hpp"
#include "codecs/fields/list.hpp"

namespace troupe::codecs::http2 {

using fields::name;

namespace {

constexpr auto longest_remembered = std::size_t{256};

} // namespace

void head_reader::begin(const message_rules& message) noexcept {
  message_ = message;
  size_ = 0;
  fields_.clear();
  cookie_.clear();
  pseudo_ = {};
}

bool head_reader::add(const field_note& note, std::string_view name,
                      std::string_view value) {
  if (name.starts_with(':'))
    return add_pseudo(note, name, value);
  auto ruled = message_.take_field(note, value);
  if (ruled != ruling::good)
    return ruled == ruling::superfluous;
  if (!has_room(name, value))
    return true;
  if (note.id == fields::name::cookie) {
    if (!cookie_.empty())
      cookie_.append("; ");
    cookie_.append(value);
  } else {
    fields_.append(name, value, note.id);
  }
  return true;
}

bool head_reader::add_pseudo(const field_note& note, std::string_view name,
                             std::string_view value) {
  if (!message_.take_pseudo(note, value))
    return false;
  if (has_room(name, value) && is_asked_for(note.part))
    pseudo_[index(note.part)] = fields_.keep(value);
  return true;
}

void head_reader::end_fields() {
  if (!cookie_.empty())
    fields_.append("cookie", cookie_);
}

bool head_reader::read_authority(http1::request_head& to) {
  auto host = fields_.get(name::host);
  auto authority = said(pseudo_field::authority);
  to.authority = authority.empty() ? host : authority;
  // RFC 9113 section 8.3.1: the two may not say different things.
  if (fields_.repeated(name::host)
      || (fields_.has(name::host) && !authority.empty()
          && !same_text(host, authority)))
    return false;
  if (to.authority.empty() || to.authority == good_authority_)
    return true;
  if (!uri::parse_authority(to.authority))
    return false;
  if (to.authority.size() <= longest_remembered)
    good_authority_ = to.authority;
  return true;
}

bool head_reader::read_target(http1::request_head& to) const noexcept {
  using form = uri::target_form;
  auto is_tunnel = to.method == http::method::connect && protocol().empty();
  auto text = said(is_tunnel ? pseudo_field::authority : pseudo_field::path);
  auto parsed = uri::parse_request_target(text, is_tunnel);
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
  if (auto length = message_.length()) {
    result.kind = http::body_kind::length;
    result.length = *length;
  }
  return result;
}

bool head_reader::read_request(http1::request_head& to, bool ends) {
  end_fields();
  to.clear();
  to.method = message_.method();
  to.method_text = to.method == http::method::other ? said(pseudo_field::method)
                                                    : to_string(to.method);
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

bool head_reader::read_response(http1::response_head& to, bool ends) {
  end_fields();
  to.clear();
  auto code = message_.status();
  auto asked = message_.method();
  if (code < 100)
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
