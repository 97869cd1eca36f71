#include "codecs/http2/message_rules.hpp"

#include "codecs/base/ascii.hpp"
#include "codecs/base/scan.hpp"
#include "codecs/fields/name_set.hpp"

#include <array>
#include <charconv>
#include <utility>

namespace troupe::codecs::http2 {

namespace {

using fields::name;

using octet_set = std::array<bool, 256>;

template <class Predicate>
constexpr octet_set octets_that(Predicate&& are) {
  auto result = octet_set{};
  for (std::size_t i = 0; i < result.size(); ++i)
    result[i] = are(static_cast<char>(i));
  return result;
}

constexpr auto in_names
  = octets_that([](char c) { return is_tchar(c) && to_lower(c) == c; });

constexpr auto is_letter(char c) noexcept {
  return to_lower(c) >= 'a' && to_lower(c) <= 'z';
}

constexpr auto in_schemes = octets_that([](char c) {
  return is_letter(c) || is_digit(c) || c == '+' || c == '-' || c == '.';
});

// RFC 3986 section 3.2, roughly: it is taken apart later.
constexpr auto in_authorities = octets_that([](char c) {
  constexpr auto marks = std::string_view{"-._~!$&'()*+,;=%:@[]"};
  return is_letter(c) || is_digit(c) || marks.find(c) != marks.npos;
});

bool is_made_of(std::string_view x, const octet_set& these) noexcept {
  for (auto c : x)
    if (!these[static_cast<unsigned char>(c)])
      return false;
  return true;
}

// RFC 9113 section 8.2.1.
bool is_value(std::string_view x) noexcept {
  constexpr auto blank = ' '; // HTAB and most that is forbidden is below
  return x.empty()
         || (static_cast<unsigned char>(x.front()) > blank
             && static_cast<unsigned char>(x.back()) > blank
             && !has_control(x));
}

bool is_http(std::string_view x) noexcept {
  return x == "https" || x == "http" || same_text(x, "https")
         || same_text(x, "http");
}

// RFC 3986 section 3.1.
bool is_scheme(std::string_view x) noexcept {
  return is_letter(x.front()) && is_made_of(x, in_schemes);
}

pseudo_field find_pseudo(std::string_view x) noexcept {
  using enum pseudo_field;
  auto either = [x](std::string_view text, pseudo_field id) {
    return x == text ? id : none;
  };
  switch (x.size()) {
    case 5: return either(":path", path);
    case 7:
      if (x[1] == 'm')
        return either(":method", method);
      return x[2] == 'c' ? either(":scheme", scheme)
                         : either(":status", status);
    case 9: return either(":protocol", protocol);
    case 10: return either(":authority", authority);
    default: return none;
  }
}

constexpr auto no_status = std::uint16_t{0xffff};

std::uint16_t parse_status(std::string_view x) noexcept {
  if (x.size() != 3 || !is_digit(x[0]) || !is_digit(x[1]) || !is_digit(x[2]))
    return no_status;
  return static_cast<std::uint16_t>((x[0] - '0') * 100 + (x[1] - '0') * 10
                                    + (x[2] - '0'));
}

std::int64_t parse_length(std::string_view x) noexcept {
  auto result = std::int64_t{-1};
  auto* last = x.data() + x.size();
  auto is_whole = !x.empty() && is_digit(x.front())
                  && std::from_chars(x.data(), last, result).ptr == last;
  return is_whole ? result : -1;
}

constexpr auto special
  = fields::name_set{name::connection, name::content_length,
                     name::host,       name::keep_alive,
                     name::te,         name::proxy_connection,
                     name::upgrade,    name::transfer_encoding};

/// What begins with a colon. Whether it may be there is another question.
bool is_pseudo_value(const field_note& x, std::string_view value) noexcept {
  if (value.empty())
    return false;
  switch (x.part) {
    case pseudo_field::authority: return is_made_of(value, in_authorities);
    case pseudo_field::method:
      return x.method != http::method::other || is_token(value);
    case pseudo_field::path: return !has_control_or_blank(value);
    case pseudo_field::protocol: return is_value(value);
    case pseudo_field::scheme: return is_http(value) || is_scheme(value);
    case pseudo_field::status: {
      auto status = parse_status(value);
      return status != no_status && status != 101; // section 8.6
    }
    default: return false;
  }
}

} // namespace

field_note note_of(std::string_view name, std::string_view value) noexcept {
  auto x = field_note{};
  if (name.starts_with(':')) {
    x.part = find_pseudo(name);
    if (x.part == pseudo_field::method)
      x.method = http::find_method(value);
    x.is_good = is_pseudo_value(x, value);
    return x;
  }
  x.id = fields::find_name(name);
  auto is_name = x.id == name::other
                   ? !name.empty() && is_made_of(name, in_names)
                   : name == fields::lower_case(x.id);
  x.is_good = is_name && is_value(value);
  return x;
}

// -- fields -------------------------------------------------------------------

bool message_rules::take_pseudo(const field_note& x,
                                std::string_view value) noexcept {
  auto of_request = x.part != pseudo_field::status;
  if (!x.is_good || ((seen_ | closed_) & bit(x.part)) != 0
      || of_request != is_request_)
    return false;
  seen_ |= bit(x.part);
  switch (x.part) {
    case pseudo_field::method: method_ = x.method; break;
    case pseudo_field::path:
      has_slash_ = value.front() == '/';
      has_asterisk_ = value == "*";
      break;
    case pseudo_field::protocol: return extended_connect_;
    case pseudo_field::scheme: is_http_ = is_http(value); break;
    case pseudo_field::status: status_ = parse_status(value); break;
    default: break;
  }
  return true;
}

ruling message_rules::take_field(const field_note& x,
                                 std::string_view value) noexcept {
  closed_ = all_closed;
  if (!x.is_good)
    return ruling::malformed;
  return special.has(x.id) ? take_special(x.id, value) : ruling::good;
}

/// Of those that say something of the message, or of a hop of HTTP/1 (sections
/// 8.1.1 and 8.2.2).
ruling message_rules::take_special(fields::name id,
                                   std::string_view value) noexcept {
  auto good_if = [](bool x) { return x ? ruling::good : ruling::malformed; };
  switch (id) {
    case name::content_length: return take_length(value);
    case name::host:
      if (!is_request_)
        return ruling::good;
      return good_if(!std::exchange(has_host_, true) && !value.empty()
                     && is_made_of(value, in_authorities));
    case name::te: return good_if(same_text(value, "trailers"));
    default: return ruling::malformed;
  }
}

ruling message_rules::take_length(std::string_view value) noexcept {
  // RFC 9110 section 8.6 says where there is none, and that it means nothing
  // behind a CONNECT. There are servers that say 0 with a 204.
  auto is_empty = status_ == 204;
  if (status_ / 100 == 1)
    return ruling::malformed;
  if (status_ / 100 == 2 && !is_empty && method_ == http::method::connect)
    return ruling::superfluous;
  if (length_ != unknown || (is_empty && value != "0"))
    return ruling::malformed;
  length_ = parse_length(value);
  if (length_ == unknown)
    return ruling::malformed;
  return is_empty ? ruling::superfluous : ruling::good;
}

// -- the whole ----------------------------------------------------------------

bool message_rules::end_head(bool ends) noexcept {
  // Trailers end what they belong to (section 8.1).
  auto is_good = phase_ == phase::content ? ends
                 : is_request_            ? end_request()
                                          : end_response();
  return is_good && (!ends || complete());
}

bool message_rules::end_request() noexcept {
  using enum pseudo_field;
  phase_ = phase::content;
  closed_ = all_closed;
  auto is_connect = method_ == http::method::connect;
  if (is_connect && !has(protocol)) { // section 8.5
    length_ = unknown;
    return has(authority) && !has(scheme) && !has(path);
  }
  if (!has(pseudo_field::method) || !has(scheme) || !has(path)
      || (!has(authority) && !has_host_))
    return false;
  if (has(protocol) && (!is_connect || !has(authority)))
    return false;
  return !is_http_ || has_slash_
         || (has_asterisk_ && method_ == http::method::options);
}

bool message_rules::end_response() noexcept {
  if (!has(pseudo_field::status))
    return false;
  if (status_ / 100 == 1) {
    phase_ = phase::interim; // another head follows
    seen_ = 0;
    closed_ = nothing_closed;
    return true;
  }
  phase_ = phase::content;
  closed_ = all_closed;
  if (method_ == http::method::head || status_ == 204 || status_ == 304)
    length_ = 0;
  else if (method_ == http::method::connect)
    length_ = unknown;
  return true;
}

} // namespace troupe::codecs::http2
