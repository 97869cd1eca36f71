// The half of the core that takes frames, but for those of heads.

#include "codecs/http2/core.hpp"

#include <utility>

namespace troupe::codecs::http2 {

namespace {

/// Windows that open by less than that are not worth a frame, unless they say
/// that a small frame of ours has arrived.
constexpr auto small_step = 256;

/// Wishes that are remembered for streams which are not open yet.
constexpr auto most_early = std::size_t{16};

} // namespace

void connection::core::read(octets input) {
  if (ended || (preface_left > 0 && !take_preface(input)))
    return;
  auto x = frame_reader::piece{};
  while (!ended && frames.next(input, x)) {
    if (x.fault)
      end(*x.fault, "a frame that cannot be");
    else if (x.begins && !belongs_here(x.head))
      end(errc::protocol_error,
          has_settings ? "a frame that is out of place" : "SETTINGS expected");
    else if (x.head.type == frame_type::data)
      take_data(x);
    else
      take_frame(x.head, x.payload);
  }
}

/// Whether all of it is here.
bool connection::core::take_preface(octets& input) {
  auto n = std::min(preface_left, input.size());
  auto wanted = client_preface.substr(client_preface.size() - preface_left, n);
  if (as_text(input.first(n)) != wanted) {
    end(errc::protocol_error, "no preface of HTTP/2");
    return false;
  }
  input = input.subspan(n);
  preface_left -= n;
  return preface_left == 0;
}

/// SETTINGS come first (RFC 9113 section 3.4), and between the frames of a head
/// comes nothing (section 4.3).
bool connection::core::belongs_here(const frame_head& head) {
  if (!has_settings)
    return head.type == frame_type::settings && !head.has(flag::ack);
  if (block.stream == 0)
    return head.type != frame_type::continuation;
  return head.type == frame_type::continuation && head.stream == block.stream;
}

void connection::core::take_frame(const frame_head& head, octets payload) {
  switch (head.type) {
    case frame_type::headers: return take_headers(head, payload);
    case frame_type::continuation: return take_continuation(head, payload);
    case frame_type::push_promise: return take_promise(head, payload);
    case frame_type::priority:
      judge(idle_frames);
      return take_priority(head.stream, payload);
    case frame_type::priority_update:
      judge(idle_frames);
      return take_priority_update(payload);
    case frame_type::rst_stream:
      return take_reset(head.stream, errc_of(read_number(payload)));
    case frame_type::settings: return take_settings(head, payload);
    case frame_type::ping:
      if (head.has(flag::ack))
        return to.on_pong();
      say({.type = frame_type::ping, .flags = flag::ack}, as_text(payload));
      return judge(idle_frames);
    case frame_type::goaway: return take_goaway(payload);
    case frame_type::window_update:
      return take_window(head.stream, read_number_31(payload));
    default: return judge(idle_frames);
  }
}

// -- streams ------------------------------------------------------------------

bool connection::core::is_idle(stream_id id) const noexcept {
  if (is_server)
    return id % 2 == 0 || id > history.highest();
  return id % 2 == 0 ? id > last_promised : id >= next_id;
}

void connection::core::verify(stream_id id) {
  if (is_server && id % 2 == 1 && id > last_allowed)
    return; // it has not heard of our GOAWAY yet (RFC 9113 section 6.8)
  auto fault = is_idle(id) ? errc::protocol_error
               : is_server ? history.fault_of(id).value_or(errc::no_error)
                           : errc::no_error; // it was on its way
  if (fault != errc::no_error)
    end(fault, "a frame for a stream that is not open");
}

void connection::core::take_reset(stream_id id, errc why) {
  if (is_idle(id))
    return end(errc::protocol_error, "RST_STREAM: of a stream that is not yet");
  judge(resets);
  auto* x = find(id);
  if (!x || x->over || ended)
    return;
  x->reset_by_peer = true;
  close(id, why);
}

void connection::core::take_window(stream_id id, std::int32_t step) {
  auto* x = find(id);
  if (id == 0 && step == 0) {
    end(errc::protocol_error, "WINDOW_UPDATE: by nothing");
  } else if (id == 0) {
    if (!out.open(step))
      end(errc::flow_control_error, "WINDOW_UPDATE: a window overflows");
  } else if (is_idle(id)) {
    end(errc::protocol_error, "WINDOW_UPDATE: of a stream that is not yet");
  } else if (x && step == 0) {
    reset(*x, errc::protocol_error);
  } else if (x && !x->out.open(step)) {
    reset(*x, errc::flow_control_error);
  } else if (x) {
    line_up(*x);
  }
  if (step >= small_step)
    return;
  if (small_steps > 0)
    --small_steps;
  else
    judge(idle_frames);
}

// -- DATA ---------------------------------------------------------------------

void connection::core::take_data(const frame_reader::piece& x) {
  if (x.begins)
    begin_data(x.head);
  if (!ended && data_for != 0 && !x.payload.empty())
    take_content(x.payload);
  if (ended || !x.ends || !x.head.has(flag::end_stream))
    return;
  if (auto* of = find(std::exchange(data_for, 0)); of && !of->over) {
    if (!of->message.complete())
      return refuse(*of);
    trailers.clear();
    on_ended(of->id, trailers);
  }
}

/// The whole frame counts for both windows; what is no content is given back at
/// once, and all of it where nobody takes it.
void connection::core::begin_data(const frame_head& head) {
  data_for = 0;
  if (!in.take(head.length))
    return end(errc::flow_control_error, "DATA: beyond the window of all");
  auto* x = find(head.stream);
  if (!x)
    verify(head.stream);
  else if (x->ended)
    reset(*x, errc::stream_closed);
  else if (!x->has_head)
    refuse(*x); // of a server: no response is without
  else if (!x->in.take(head.length))
    reset(*x, errc::flow_control_error);
  if (!x || x->over)
    return give_back(head.length);
  data_for = head.stream;
  give_back(*x, frames.padding());
  if (head.length == frames.padding() && !head.has(flag::end_stream))
    judge(idle_frames);
}

void connection::core::take_content(octets piece) {
  auto* x = find(data_for);
  if (x && !x->over && !x->message.take_content(piece.size()))
    refuse(*x);
  if (!x || x->over)
    return give_back(piece.size());
  if (x->unwanted)
    return give_back(*x, piece.size());
  x->unconsumed += piece.size();
  unconsumed += piece.size();
  to.on_body(x->id, piece);
}

void connection::core::on_ended(stream_id id, fields::map& with) {
  // Its head may have been refused.
  auto* x = find(id);
  if (!x || x->over || !x->has_head)
    return;
  x->ended = true;
  if (!x->unwanted)
    to.on_end(id, with);
  x = find(id);
  if (x && x->left && !x->over)
    close(id, errc::no_error);
}

// -- priorities ---------------------------------------------------------------

/// Those of RFC 7540 are not heeded; section 5.3.1 says what they must not be.
void connection::core::take_priority(stream_id id, octets payload) {
  if (read_number_31(payload) != id)
    return;
  if (auto* x = find(id))
    reset(*x, errc::protocol_error);
  else
    end(errc::protocol_error, "PRIORITY: depends on itself");
}

/// RFC 9218 section 7.1. Of a stream that is not open yet, too.
void connection::core::take_priority_update(octets payload) {
  auto id = read_number_31(payload);
  if (!is_server || id == 0 || id % 2 == 0)
    return end(errc::protocol_error, "PRIORITY_UPDATE: of no request");
  auto wish = parse_priority(as_text(payload.subspan(4)));
  if (auto* x = find(id)) {
    x->updated = true;
    order.change(*x, wish);
  } else if (is_idle(id)) {
    if (early.size() == most_early)
      early.erase(early.begin());
    early.emplace_back(id, wish);
  }
}

/// Of a head: what was updated since it was written counts more.
void connection::core::heed(stream& x, priority wish) {
  if (!x.updated)
    order.change(x, wish);
}

// -- the connection -----------------------------------------------------------

void connection::core::take_settings(const frame_head& head, octets payload) {
  if (head.has(flag::ack))
    return take_acknowledgement();
  judge(idle_frames);
  if (ended || !apply_settings(payload))
    return;
  has_settings = true;
  say({.type = frame_type::settings, .flags = flag::ack});
  owner.on_settings();
}

bool connection::core::apply_settings(octets payload) {
  auto before = peer.window;
  if (auto fault = peer.take(payload)) {
    end(*fault, "SETTINGS: a value that cannot be");
    return false;
  }
  writer.set_table(peer.least_table);
  writer.set_table(peer.table);
  if (peer.window == before)
    return true;
  auto overflows = false; // RFC 9113 section 6.9.2
  streams.for_each([&](stream_id, stream_ptr& x) {
    overflows |= !x->out.open(peer.window - before);
    line_up(*x);
  });
  if (overflows)
    end(errc::flow_control_error, "SETTINGS: a window overflows");
  return !overflows;
}

/// From now on the peer keeps to ours.
void connection::core::take_acknowledgement() {
  if (std::exchange(acknowledged, true))
    return end(errc::protocol_error,
               "SETTINGS: acknowledges what we never said");
  decoder.require_limit(ours.max_table);
  stream_room = ours.window;
  streams.for_each(
    [&](stream_id, stream_ptr& x) { x->in.resize(stream_room); });
}

void connection::core::take_goaway(octets payload) {
  auto last = read_number_31(payload);
  auto why = errc_of(read_number(payload.subspan(4)));
  if (!is_server) {
    if (last > last_allowed || (last != 0 && last % 2 == 0))
      return end(errc::protocol_error, "GOAWAY: a last stream that cannot be");
    last_allowed = last;
  }
  leaving = true;
  to.on_goaway(last, why);
  if (is_server)
    return;
  auto lost = std::vector<stream_id>{};
  streams.for_each([&](stream_id id, stream_ptr&) {
    if (id > last)
      lost.push_back(id);
  });
  for (auto id : lost)
    close(id, errc::refused_stream);
}

} // namespace troupe::codecs::http2
