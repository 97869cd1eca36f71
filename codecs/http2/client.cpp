#include "codecs/http2/client.hpp"

#include "codecs/http/status.hpp"
#include "codecs/http2/core.hpp"

namespace troupe::codecs::http2 {

client::client(const options& wish, client_events& to)
  : connection(wish, false, to), to_(to) {
  // nop
}

std::size_t client::free_streams() const noexcept {
  auto& x = here();
  auto most = std::size_t{x.peer.max_streams};
  if (x.ended || x.leaving || x.next_id > x.max_stream)
    return 0;
  return most > x.streams.size() ? most - x.streams.size() : 0;
}

bool client::extended_connect() const noexcept {
  return here().peer.extended_connect;
}

stream_id client::send_request(const http1::request_head& head,
                               const target& where, bool ends) {
  return open(head.method, ends, [&](head_writer& to, std::string& text) {
    to.write_request(text, head, where.scheme, where.authority, where.protocol);
  });
}

stream_id client::send_request(const http1::request_outline& head,
                               std::string_view text, std::string_view scheme,
                               bool ends) {
  return open(head.method, ends, [&](head_writer& to, std::string& block) {
    to.write_request(block, head, text, scheme);
  });
}

template <class Write>
stream_id client::open(http::method asked, bool ends, Write&& write) {
  if (free_streams() == 0)
    return 0;
  auto& x = here();
  auto id = static_cast<stream_id>(x.next_id);
  x.next_id += 2;
  auto& stream = x.open(id);
  stream.message.begin_response(asked);
  stream.begun = true;
  stream.ends = ends;
  x.say_head(stream, ends, write);
  return id;
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
