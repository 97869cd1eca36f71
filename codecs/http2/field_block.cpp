#include "codecs/http2/field_block.hpp"

#include "codecs/http/hop_by_hop.hpp"

#include <cstdint>

namespace troupe::codecs::http2 {

using fields::name;

void field_block::add(std::string_view name, std::string_view value) {
  // nghttp2 copies them before it changes anything.
  auto octets_of = [](std::string_view x) {
    return reinterpret_cast<std::uint8_t*>(const_cast<char*>(x.data()));
  };
  all_.push_back({.name = octets_of(name),
                  .value = octets_of(value),
                  .namelen = name.size(),
                  .valuelen = value.size(),
                  .flags = NGHTTP2_NV_FLAG_NONE});
}

void field_block::add_fields(const fields::map& from, bool is_request) {
  auto ends_here = http::hop_by_hop{from};
  for (auto& x : from)
    if (!ends_here(x) && !(is_request && x.id == name::host))
      add(x.name, x.value);
}

void field_block::set_request(const http1::request_head& head,
                              std::string_view scheme,
                              std::string_view authority,
                              std::string_view protocol) {
  all_.clear();
  add(":method", head.method_text);
  if (!authority.empty())
    add(":authority", authority);
  if (head.method != http::method::connect || !protocol.empty()) {
    add(":scheme", scheme);
    // RFC 9113 section 8.3.1: what is absolute is said in parts.
    auto& target = head.target;
    auto path = target.form == uri::target_form::absolute ? target.text.substr(
                  target.authority.empty()
                    ? 0
                    : static_cast<std::size_t>(target.authority.data()
                                               + target.authority.size()
                                               - target.text.data()))
                                                          : target.text;
    auto is_options = head.method == http::method::options;
    add(":path", path.empty() ? (is_options ? "*" : "/") : path);
  }
  if (!protocol.empty())
    add(":protocol", protocol);
  add_fields(head.fields, true);
  if (head.accepts_trailers)
    add("te", "trailers");
}

void field_block::set_response(const http1::response_head& head) {
  all_.clear();
  status_ = {static_cast<char>('0' + head.status / 100 % 10),
             static_cast<char>('0' + head.status / 10 % 10),
             static_cast<char>('0' + head.status % 10)};
  add(":status", {status_.data(), status_.size()});
  add_fields(head.fields, false);
}

void field_block::set_trailers(const fields::map& trailers) {
  all_.clear();
  for (auto& x : trailers)
    if (!http::forbidden_in_trailers(x))
      add(x.name, x.value);
}

} // namespace troupe::codecs::http2
