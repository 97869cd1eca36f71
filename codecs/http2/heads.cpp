#include "codecs/http2/core.hpp"

namespace troupe::codecs::http2 {

int connection::core::on_begin_head(const nghttp2_frame& frame) {
  if (frame.hd.type != NGHTTP2_HEADERS)
    return 0;
  auto id = frame.hd.stream_id;
  if (is_server && frame.headers.cat == NGHTTP2_HCAT_REQUEST) {
    history.opened(id);
    open(id).message.begin_request(takes_protocol);
  }
  if (auto* x = find(id))
    reader.begin(x->message);
  return 0;
}

int connection::core::on_head(const nghttp2_frame& frame) {
  auto id = frame.hd.stream_id;
  auto* x = find(id);
  if (!x)
    return 0;
  auto ends = (frame.hd.flags & NGHTTP2_FLAG_END_STREAM) != 0;
  auto is_good = reader.end(ends);
  x->message = reader.message();
  if (!is_good) {
    refuse(id);
  } else if (!x->has_head) {
    owner.on_head(id, ends);
    if (ends) {
      trailers.clear();
      on_ended(id, trailers);
    }
  } else {
    reader.read_trailers(trailers);
    on_ended(id, trailers);
  }
  return 0;
}

/// Malformed (RFC 9113 section 8.1.1).
void connection::core::refuse(stream_id id) {
  owner.reset(id, errc::protocol_error);
}

/// What it refers to may not be open yet: then its head tells.
void connection::core::take_priority(const nghttp2_extension& frame) {
  auto* said = static_cast<const nghttp2_ext_priority_update*>(frame.payload);
  if (auto* x = find(said->stream_id))
    x->wish = parse_priority(text_of(said->field_value, said->field_value_len));
}

/// Of a head: to that, nghttp2 does not listen.
void connection::core::heed(stream& x, priority wish) {
  x.wish = wish;
  auto in_its_words
    = nghttp2_extpri{.urgency = wish.urgency, .inc = wish.incremental};
  nghttp2_session_change_extpri_stream_priority(session.get(), x.id,
                                                &in_its_words, 0);
}

} // namespace troupe::codecs::http2
