#include "codecs/http2/head_writer.hpp"

#include "codecs/http/hop_by_hop.hpp"

#include <algorithm>
#include <array>

namespace troupe::codecs::http2 {

using fields::name;

namespace {

// RFC 7541 appendix A: the first entries with these names.
constexpr auto authority_index = std::size_t{1};
constexpr auto method_index = std::size_t{2};
constexpr auto path_index = std::size_t{4};
constexpr auto scheme_index = std::size_t{6};
constexpr auto status_index = std::size_t{8};

/// RFC 9113 section 8.3.1: what is absolute is said in parts.
std::string_view path_of(const http1::request_head& head) noexcept {
  auto& target = head.target;
  auto path = target.text;
  if (target.form == uri::target_form::absolute && !target.authority.empty())
    path.remove_prefix(static_cast<std::size_t>(
      target.authority.data() + target.authority.size() - target.text.data()));
  if (!path.empty())
    return path;
  return head.method == http::method::options ? "*" : "/";
}

} // namespace

void head_writer::add_fields(std::string& to, const fields::map& from,
                             bool is_request) {
  auto ends_here = http::hop_by_hop{from};
  for (auto& x : from)
    if (!ends_here(x) && !(is_request && x.id == name::host))
      add(to, x);
}

void head_writer::add_te(std::string& to) {
  encoder_.add(to, name::te, "te", "trailers");
}

void head_writer::write_request(std::string& to,
                                const http1::request_head& head,
                                std::string_view scheme,
                                std::string_view authority,
                                std::string_view protocol) {
  encoder_.begin(to);
  encoder_.add_pseudo(to, method_index, head.method_text);
  if (!authority.empty())
    encoder_.add_pseudo(to, authority_index, authority);
  if (head.method != http::method::connect || !protocol.empty()) {
    encoder_.add_pseudo(to, scheme_index, scheme);
    encoder_.add_pseudo(to, path_index, path_of(head));
  }
  if (!protocol.empty())
    encoder_.add(to, name::other, ":protocol", protocol);
  add_fields(to, head.fields, true);
  if (head.accepts_trailers)
    add_te(to);
}

void head_writer::write_request(std::string& to,
                                const http1::request_outline& head,
                                std::string_view text,
                                std::string_view scheme) {
  encoder_.begin(to);
  encoder_.add_pseudo(to, method_index, head.method_text.of(text));
  if (head.authority.size > 0)
    encoder_.add_pseudo(to, authority_index, head.authority.of(text));
  encoder_.add_pseudo(to, scheme_index, scheme);
  encoder_.add_pseudo(to, path_index, head.target.of(text));
  for (auto& x : head.lines)
    encoder_.add(to, x.id, x.name.of(text), x.value.of(text));
  if (head.accepts_trailers)
    add_te(to);
}

void head_writer::write_response(std::string& to,
                                 const http1::response_head& head) {
  encoder_.begin(to);
  auto digit = [&](unsigned of) {
    return static_cast<char>('0' + head.status / of % 10);
  };
  auto status = std::array{digit(100), digit(10), digit(1)};
  encoder_.add_pseudo(to, status_index, {status.data(), status.size()});
  add_fields(to, head.fields, false);
}

void head_writer::write_trailers(std::string& to, const fields::map& trailers) {
  encoder_.begin(to);
  for (auto& x : trailers)
    if (!http::forbidden_in_trailers(x))
      add(to, x);
}

bool has_trailers(const fields::map& x) noexcept {
  return !std::ranges::all_of(x, http::forbidden_in_trailers);
}

} // namespace troupe::codecs::http2
