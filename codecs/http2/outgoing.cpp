// The half of the core that sends.

#include "codecs/http2/core.hpp"

#include <algorithm>
#include <utility>

namespace troupe::codecs::http2 {

namespace {

/// With its head, a frame fills a record of TLS.
constexpr auto payload_at_once = usual_max_frame - frame_head_size;

constexpr auto max_small_steps = 1000u;

constexpr auto kept_outbox = std::size_t{1024};

} // namespace

// -- frames -------------------------------------------------------------------

void connection::core::say(const frame_head& head, std::string_view payload) {
  append_frame_head(outbox, {.length = payload.size(),
                             .type = head.type,
                             .flags = head.flags,
                             .stream = head.stream});
  outbox.append(payload);
}

void connection::core::say_number(frame_type type, stream_id id,
                                  std::uint32_t x) {
  append_frame_head(outbox, {.length = 4, .type = type, .stream = id});
  append_number(outbox, x);
}

/// The block begins behind `at`, where there is room for the frame's head. What
/// is too large for one frame is continued.
void connection::core::end_head(std::size_t at, stream& x, bool ends) {
  auto begin = at + frame_head_size;
  auto size = outbox.size() - begin;
  auto rest = std::string{};
  if (size > peer.max_frame) {
    rest = outbox.substr(begin + peer.max_frame);
    outbox.resize(begin + peer.max_frame);
    size = peer.max_frame;
  }
  auto flags = ends ? flag::end_stream : std::uint8_t{0};
  auto last = [](bool is) { return is ? flag::end_headers : std::uint8_t{0}; };
  write_frame_head(outbox.data() + at, {.length = size,
                                        .type = frame_type::headers,
                                        .flags = static_cast<std::uint8_t>(
                                          flags | last(rest.empty())),
                                        .stream = x.id});
  for (auto text = std::string_view{rest}; !text.empty();) {
    auto piece = text.substr(0, peer.max_frame);
    text.remove_prefix(piece.size());
    say({.type = frame_type::continuation,
         .flags = last(text.empty()),
         .stream = x.id},
        piece);
  }
  if (ends)
    note_left(x);
}

// -- streams ------------------------------------------------------------------

/// All of ours. It is closed once its user has nothing more to do with it.
void connection::core::note_left(stream& x) {
  x.left = true;
  order.remove(x);
  if (x.ended && !std::exchange(x.over, true))
    over.push_back(x.id);
  else
    stop_peer(x);
}

void connection::core::note_more(stream& x) {
  x.full = x.waiting() > enough;
  line_up(x);
}

void connection::core::line_up(stream& x) {
  if (x.ready())
    order.add(x);
  else
    order.remove(x);
}

// -- pull() -------------------------------------------------------------------

bool connection::core::has_output() const noexcept {
  return !outbox.empty()
         || (!ended && (!over.empty() || (!order.empty() && out.room() > 0)));
}

void connection::core::pull(octet_sink& sink, std::size_t most) {
  auto left = most;
  auto note = [&](std::size_t n) { left -= std::min(left, n); };
  auto empty_outbox = [&] {
    sink.text().append(outbox);
    note(outbox.size());
    outbox.clear();
  };
  while (left > 0) {
    empty_outbox(); // heads come before what belongs to them
    auto n = left > 0 && !ended ? send_frame(sink) : 0;
    if (n == 0)
      break;
    note(n);
  }
  if (most == 0)
    return;
  empty_outbox();
  for (std::size_t i = 0; i < over.size() && !ended; ++i)
    close(over[i], errc::no_error);
  over.clear();
  empty_outbox(); // what the ends have led to
  if (streams.empty() && outbox.capacity() > kept_outbox)
    std::string{}.swap(outbox);
}

/// Of the stream whose turn it is. Octets that it has led to; 0: none.
std::size_t connection::core::send_frame(octet_sink& sink) {
  auto* place = order.first();
  if (!place)
    return 0;
  auto& x = static_cast<stream&>(*place);
  auto waiting = x.waiting();
  if (waiting == 0 && x.breaks_off) {
    reset(x, x.break_code);
    return frame_head_size;
  }
  auto n = std::min({waiting, payload_at_once, out.room(), x.out.room()});
  if (n < waiting && n == 0)
    return 0; // the connection's window is closed
  auto is_last = x.ends && !x.breaks_off && n == waiting;
  if (n > 0 || !x.trailers) {
    append_frame_head(
      sink.text(),
      {.length = n,
       .type = frame_type::data,
       .flags = is_last && !x.trailers ? flag::end_stream : std::uint8_t{0},
       .stream = x.id});
    move_body(sink, x, n);
  }
  if (is_last && x.trailers)
    say_head(x, true, [&](head_writer& w, std::string& text) {
      w.write_trailers(text, *x.trailers);
    });
  else if (is_last)
    note_left(x);
  else if (x.ready())
    order.pass_on(x);
  else
    order.remove(x);
  tell_progress(x);
  return frame_head_size + n;
}

void connection::core::move_body(octet_sink& sink, stream& x, std::size_t n) {
  auto kept = std::min(n, x.kept());
  sink.text().append(x.body, x.taken, kept);
  x.taken += kept;
  if (n > kept) {
    sink.borrow(x.lent.first(n - kept));
    x.lent = x.lent.subspan(n - kept);
  }
  x.out.use(n);
  out.use(n);
  if (x.waiting() == 0) {
    x.body.clear();
    x.taken = 0;
  }
}

void connection::core::tell_progress(stream& x) {
  if (x.waiting() > 0) {
    to.on_progress(x.id);
  } else {
    // Not the peer's window has made the frame small. It may open two: the
    // stream's and that of the connection.
    small_steps = std::min(small_steps + 2, max_small_steps);
  }
  if (x.full && x.waiting() <= enough * 3 / 4) {
    x.full = false;
    to.on_room(x.id);
  }
}

} // namespace troupe::codecs::http2
