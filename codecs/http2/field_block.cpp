#include "codecs/http2/field_block.hpp"

#include "codecs/http/hop_by_hop.hpp"

namespace troupe::codecs::http2 {

using fields::name;

void field_block::add_fields(const fields::map& from, bool is_request) {
  auto ends_here = http::hop_by_hop{from};
  for (auto& x : from)
    if (!ends_here(x) && !(is_request && x.id == name::host))
      add(x.id, x.name, x.value);
}

void field_block::set_request(const http1::request_head& head,
                              std::string_view scheme,
                              std::string_view authority,
                              std::string_view protocol) {
  size_ = 0;
  add_known(":method", head.method_text);
  if (!authority.empty())
    add_known(":authority", authority);
  if (head.method != http::method::connect || !protocol.empty()) {
    add_known(":scheme", scheme);
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
    add_known(":path", path.empty() ? (is_options ? "*" : "/") : path);
  }
  if (!protocol.empty())
    add_known(":protocol", protocol);
  add_fields(head.fields, true);
  if (head.accepts_trailers)
    add_known("te", "trailers");
}

void field_block::set_request(const http1::request_outline& head,
                              std::string_view text, std::string_view scheme) {
  size_ = 0;
  add_known(":method", head.method_text.of(text));
  if (head.authority.size > 0)
    add_known(":authority", head.authority.of(text));
  add_known(":scheme", scheme);
  add_known(":path", head.target.of(text));
  for (auto& x : head.lines)
    add(x.id, x.name.of(text), x.value.of(text));
  if (head.accepts_trailers)
    add_known("te", "trailers");
}

void field_block::set_response(const http1::response_head& head) {
  size_ = 0;
  status_ = {static_cast<char>('0' + head.status / 100 % 10),
             static_cast<char>('0' + head.status / 10 % 10),
             static_cast<char>('0' + head.status % 10)};
  add_known(":status", {status_.data(), status_.size()});
  add_fields(head.fields, false);
}

void field_block::set_trailers(const fields::map& trailers) {
  size_ = 0;
  for (auto& x : trailers)
    if (!http::forbidden_in_trailers(x))
      add(x.id, x.name, x.value);
}

} // namespace troupe::codecs::http2
