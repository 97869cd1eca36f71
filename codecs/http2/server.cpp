#include "codecs/http2/server.hpp"

#include "codecs/base/base64.hpp"
#include "codecs/http2/core.hpp"
#include "codecs/http2/hooks.hpp"

namespace troupe::codecs::http2 {

server::server(const options& wish, server_events& to)
  : connection(wish, true, to), to_(to) {
  // nop
}

void server::on_head(stream_id id, bool ends) {
  auto& x = here();
  if (x.reader.too_large()) {
    x.find(id)->has_head = true;
    to_.on_oversized(id);
  } else if (x.reader.read_request(head_, ends)) {
    auto* stream = x.find(id);
    stream->has_head = true;
    if (auto* wish = head_.fields.find(fields::name::priority))
      x.heed(*stream, parse_priority(wish->value));
    to_.on_request(id, head_, x.reader.protocol());
  } else {
    reset(id, errc::protocol_error);
  }
}

bool server::upgrade(std::string_view settings, http1::request_head& head) {
  auto payload = from_base64(settings, base64_alphabet::url);
  if (!payload)
    return false;
  auto& x = here();
  auto* data = reinterpret_cast<const std::uint8_t*>(payload->data());
  auto is_head = head.method == http::method::head;
  if (nghttp2_session_upgrade2(x.session.get(), data, payload->size(), is_head,
                               nullptr)
      != 0)
    return false;
  constexpr auto first = stream_id{1};
  x.history.opened(first);
  x.open(first).has_head = true;
  to_.on_request(first, head, {});
  auto none = fields::map{};
  x.on_ended(first, none);
  return true;
}

priority server::priority_of(stream_id id) const noexcept {
  auto* x = here().find(id);
  return x ? x->wish : priority{};
}

void server::drain() {
  nghttp2_submit_shutdown_notice(here().session.get());
}

void server::send_interim(stream_id id, const http1::response_head& head) {
  auto& x = here();
  if (head.status == 101 || !x.find(id))
    return;
  x.block.set_response(head);
  nghttp2_submit_headers(x.session.get(), NGHTTP2_FLAG_NONE, id, nullptr,
                         x.block.data(), x.block.size(), nullptr);
}

void server::send_head(stream_id id, const http1::response_head& head,
                       bool ends) {
  auto& x = here();
  auto* stream = x.find(id);
  if (!stream)
    return;
  stream->ends = ends;
  x.block.set_response(head);
  auto body = hooks::body_of(*stream);
  nghttp2_submit_response(x.session.get(), id, x.block.data(), x.block.size(),
                          ends ? nullptr : &body);
}

} // namespace troupe::codecs::http2
