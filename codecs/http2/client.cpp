#include "codecs/http2/client.hpp"

#include "codecs/http/status.hpp"
#include "codecs/http2/core.hpp"
#include "codecs/http2/hooks.hpp"

namespace troupe::codecs::http2 {

client::client(const options& wish, client_events& to)
  : connection(wish, false, to), to_(to) {
  // nop
}

std::size_t client::free_streams() const noexcept {
  auto* session = here().session.get();
  if (nghttp2_session_check_request_allowed(session) == 0)
    return 0;
  auto most = nghttp2_session_get_remote_settings(
    session, NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS);
  return most > open_streams() ? most - open_streams() : 0;
}

bool client::extended_connect() const noexcept {
  return nghttp2_session_get_remote_settings(
           here().session.get(), NGHTTP2_SETTINGS_ENABLE_CONNECT_PROTOCOL)
         == 1;
}

stream_id client::send_request(const http1::request_head& head,
                               const target& where, bool ends) {
  here().block.set_request(head, where.scheme, where.authority, where.protocol);
  return submit(head.method, ends);
}

stream_id client::send_request(const http1::request_outline& head,
                               std::string_view text, std::string_view scheme,
                               bool ends) {
  here().block.set_request(head, text, scheme);
  return submit(head.method, ends);
}

/// What the block has.
stream_id client::submit(http::method asked, bool ends) {
  if (free_streams() == 0)
    return 0;
  auto& x = here();
  auto fresh = static_cast<stream_id>(
    nghttp2_session_get_next_stream_id(x.session.get()));
  auto& stream = x.open(fresh);
  stream.message.begin_response(asked);
  stream.ends = ends;
  auto body = hooks::body_of(stream);
  auto got
    = nghttp2_submit_request(x.session.get(), nullptr, x.block.data(),
                             x.block.size(), ends ? nullptr : &body, nullptr);
  if (got == fresh)
    return fresh;
  x.streams.extract(fresh);
  return 0;
}

void client::on_head(stream_id id, bool ends) {
  auto& x = here();
  if (x.reader.too_large() || !x.reader.read_response(head_, ends)) {
    reset(id, errc::protocol_error);
  } else if (http::is_interim(head_.status)) {
    to_.on_interim(id, head_);
  } else {
    x.find(id)->has_head = true;
    to_.on_response(id, head_);
  }
}

} // namespace troupe::codecs::http2
