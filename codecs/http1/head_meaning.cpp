#include "codecs/http1/head_meaning.hpp"

#include "codecs/base/ascii.hpp"
#include "codecs/fields/list.hpp"

#include <array>
#include <limits>

namespace troupe::codecs::http1 {

namespace {

using fields::name;

// The end of a message's body, as far as its own fields tell.
struct announced {
  http::framing framing;
  std::optional<errc> fault;
};

std::optional<std::uint64_t> parse_length(std::string_view digits) noexcept {
  constexpr auto most = std::uint64_t{std::numeric_limits<std::int64_t>::max()};
  auto value = std::uint64_t{0};
  for (auto c : digits) {
    if (!is_digit(c))
      return std::nullopt;
    auto digit = static_cast<std::uint64_t>(c - '0');
    if (value > (most - digit) / 10)
      return std::nullopt;
    value = value * 10 + digit;
  }
  return digits.empty() ? std::nullopt : std::optional{value};
}

announced read_length(const fields::map& all) noexcept {
  auto text = all.get(name::content_length);
  auto length = parse_length(text);
  if (!length)
    return {{}, errc::bad_content_length};
  if (all.repeated(name::content_length))
    for (auto& x : all)
      if (x.id == name::content_length && x.value != text)
        return {{},
                parse_length(x.value) ? errc::conflicting_lengths
                                      : errc::bad_content_length};
  return {{.kind = http::body_kind::length, .length = *length}, {}};
}

errc fault_of_coding(std::string_view coding) noexcept {
  constexpr auto registered = std::array<std::string_view, 6>{
    "compress", "deflate", "gzip", "identity", "x-compress", "x-gzip"};
  for (auto x : registered)
    if (same_text(x, coding))
      return errc::bad_transfer_coding;
  return is_token(coding) ? errc::unknown_transfer_coding
                          : errc::bad_transfer_coding;
}

announced read_coding(const fields::map& all, http::version version) noexcept {
  if (version == http::version::http_1_0)
    return {{}, errc::coding_in_http_1_0};
  if (all.has(name::content_length))
    return {{}, errc::length_and_coding};
  if (all.repeated(name::transfer_encoding))
    return {{}, errc::bad_transfer_coding};
  auto coding = all.get(name::transfer_encoding);
  if (!same_text(coding, "chunked"))
    return {{}, fault_of_coding(coding)};
  return {{.kind = http::body_kind::chunked}, {}};
}

announced read_framing(const fields::map& all, http::version version,
                       http::body_kind otherwise) noexcept {
  if (all.has(name::transfer_encoding))
    return read_coding(all, version);
  if (all.has(name::content_length))
    return read_length(all);
  return {{.kind = otherwise}, {}};
}

// What Connection lists, as far as we act on it.
struct connection_options {
  bool close = false;
  bool keep_alive = false;
  bool upgrade = false;
};

connection_options read_connection(const fields::map& all) {
  connection_options seen;
  fields::for_each_element(all, name::connection, [&](auto x) {
    seen.close = seen.close || same_text(x, "close");
    seen.keep_alive = seen.keep_alive || same_text(x, "keep-alive");
    seen.upgrade = seen.upgrade || same_text(x, "upgrade");
  });
  return seen;
}

// RFC 9112 section 9.3.
bool is_persistent(http::version version,
                   const connection_options& says) noexcept {
  return !says.close && (version == http::version::http_1_1 || says.keep_alive);
}

std::optional<errc> read_authority(request_head& head) noexcept {
  auto& all = head.fields;
  if (!all.has(name::host) && head.version == http::version::http_1_1)
    return errc::missing_host;
  if (all.repeated(name::host))
    return errc::repeated_host;
  auto host = all.get(name::host);
  if (!host.empty() && !uri::parse_authority(host))
    return errc::bad_host;
  head.authority = head.target.authority.empty() ? host : head.target.authority;
  return std::nullopt;
}

} // namespace

std::optional<errc> interpret(request_head& head, const limits& bounds) {
  if (auto fault = read_authority(head))
    return fault;
  auto& all = head.fields;
  auto body = read_framing(all, head.version, http::body_kind::none);
  if (body.fault)
    return body.fault;
  if (body.framing.length > bounds.body)
    return errc::body_too_large;
  head.framing = body.framing;
  auto says = read_connection(all);
  auto is_1_1 = head.version == http::version::http_1_1;
  head.keep_alive = is_persistent(head.version, says);
  // RFC 9110 sections 10.1.1 and 7.8: HTTP/1.0 knows neither.
  head.expect_continue
    = is_1_1 && same_text(all.get(name::expect), "100-continue");
  head.wants_upgrade
    = is_1_1 && says.upgrade && !all.get(name::upgrade).empty();
  head.accepts_trailers = fields::has_element(all, name::te, "trailers");
  return std::nullopt;
}

std::optional<errc> interpret(response_head& head, http::method asked) {
  auto& all = head.fields;
  auto is_tunnel = asked == http::method::connect && head.status / 100 == 2;
  auto is_switch = head.status == 101;
  auto has_no_coding = head.status / 100 == 1 || head.status == 204;
  auto has_no_body
    = has_no_coding || head.status == 304 || asked == http::method::head;
  announced body;
  if (is_tunnel)
    body = {};
  else if (has_no_coding && all.has(name::content_length))
    body = read_length(all);
  else if (!has_no_coding)
    body = read_framing(all, head.version, http::body_kind::until_close);
  if (body.fault)
    return body.fault;
  if (!has_no_body)
    head.framing = body.framing;
  // After a tunnel or a switch the connection does not speak HTTP/1 again, and
  // a body that ends with the connection leaves none to keep.
  head.keep_alive = !is_tunnel && !is_switch
                    && head.framing.kind != http::body_kind::until_close
                    && is_persistent(head.version, read_connection(all));
  return std::nullopt;
}

} // namespace troupe::codecs::http1
