#include "codecs/http2/server.hpp"

#include "codecs/base/base64.hpp"
#include "codecs/http2/core.hpp"

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
  constexpr auto entry_size = std::size_t{6};
  if (payload->size() % entry_size != 0
      || !x.apply_settings(as_octets(*payload)))
    return false;
  constexpr auto first = stream_id{1};
  x.history.opened(first);
  x.last_taken = first;
  auto& stream = x.open(first);
  stream.has_head = true;
  to_.on_request(first, head, {});
  auto none = fields::map{};
  x.on_ended(first, none);
  return true;
}

priority server::priority_of(stream_id id) const noexcept {
  auto* x = here().find(id);
  return x ? x->wish() : priority{};
}

void server::drain() {
  if (!here().ended)
    here().say_goaway(here().max_stream, errc::no_error);
}

void server::send_interim(stream_id id, const http1::response_head& head) {
  auto* x = here().find(id);
  if (!x || x->over || x->begun || head.status == 101)
    return;
  here().say_head(*x, false, [&](head_writer& to, std::string& text) {
    to.write_response(text, head);
  });
}

void server::send_head(stream_id id, const http1::response_head& head,
                       bool ends) {
  auto* x = here().find(id);
  if (!x || x->over || x->begun)
    return;
  x->begun = true;
  x->ends = ends;
  here().say_head(*x, ends, [&](head_writer& to, std::string& text) {
    to.write_response(text, head);
  });
  here().line_up(*x);
}

} // namespace troupe::codecs::http2
