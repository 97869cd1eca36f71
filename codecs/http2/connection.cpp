#include "codecs/http2/connection.hpp"

#include "codecs/http2/core.hpp"

#include <utility>

namespace troupe::codecs::http2 {

connection::connection(const options& wish, bool is_server, events& to)
  : core_(std::make_unique<core>(wish, is_server, *this, to)) {
  // nop
}

connection::~connection() = default;

void connection::feed(octets input, time_point now) {
  auto& x = here();
  x.now = now;
  auto unread = input;
  while (!input.empty()) {
    input = input.subspan(x.finder.next(input));
    if (x.finder.found() == frame_finder::kind::none)
      break;
    // What came before has its effect by then, and this frame, which may end
    // its stream with its last octet, has not.
    auto before = unread.size() - input.size() - 1;
    x.read(unread.first(before));
    unread = unread.subspan(before);
    x.verify_found();
  }
  x.read(unread);
}

void connection::pull(octet_sink& to, std::size_t most) {
  auto& x = here();
  struct stint {
    core& of;
    ~stint() { of.sink = nullptr; }
  };
  auto until_done = stint{x}; // also if an event throws
  x.sink = &to;
  x.wanted = most;
  while (x.wanted > 0) {
    const std::uint8_t* data = nullptr;
    auto n = nghttp2_session_mem_send(x.session.get(), &data);
    if (x.thrown)
      std::rethrow_exception(std::exchange(x.thrown, nullptr));
    if (n <= 0)
      break; // no memory: the peer waits in vain, and its deadline ends it
    auto size = static_cast<std::size_t>(n);
    to.text().append(text_of(data, size));
    x.note_pulled(size);
  }
}

void connection::pull(std::string& to, std::size_t most) {
  auto sink = text_sink{to};
  if (to.size() < most)
    pull(sink, most - to.size());
}

bool connection::has_output() const noexcept {
  return nghttp2_session_want_write(here().session.get()) != 0;
}

bool connection::finished() const noexcept {
  auto* session = here().session.get();
  return nghttp2_session_want_read(session) == 0
         && nghttp2_session_want_write(session) == 0;
}

// -- bodies -------------------------------------------------------------------

void connection::send_body(stream_id id, octets piece) {
  auto* x = here().find(id);
  if (!x || x->ends)
    return;
  x->keep_lent();
  x->append(piece);
  here().note_more(*x);
}

bool connection::lend_body(stream_id id, octets piece) {
  if (piece.size() < worth_lending) {
    send_body(id, piece);
    return false;
  }
  auto* x = here().find(id);
  if (!x || x->ends)
    return false;
  x->keep_lent();
  x->lent = piece;
  here().note_more(*x);
  return true;
}

bool connection::lends(stream_id id) const noexcept {
  auto* x = core_->find(id);
  return x && !x->lent.empty();
}

void connection::keep(stream_id id) {
  if (auto* x = here().find(id))
    x->keep_lent();
}

void connection::send_end(stream_id id, const fields::map& trailers) {
  auto* x = here().find(id);
  if (!x || x->ends)
    return;
  x->ends = true;
  if (!trailers.empty()) {
    x->trailers = std::make_unique<fields::map>();
    for (auto& field : trailers)
      x->trailers->append(field.name, field.value, field.id);
  }
  here().wake(*x);
}

bool connection::congested(stream_id id) const noexcept {
  auto* x = core_->find(id);
  return x && x->waiting() > enough;
}

std::size_t connection::waiting(stream_id id) const noexcept {
  auto* x = core_->find(id);
  return x ? x->waiting() : 0;
}

void connection::forgo(stream_id id) {
  auto* x = here().find(id);
  if (!x || x->unwanted)
    return;
  x->unwanted = true;
  consumed(id, x->unconsumed);
  here().stop_peer(*x);
}

void connection::consumed(stream_id id, std::size_t n) {
  auto* x = here().find(id);
  if (!x)
    return;
  x->unconsumed -= n;
  here().unconsumed -= n;
  nghttp2_session_consume(here().session.get(), id, n);
}

void connection::reset(stream_id id, errc why) {
  auto* x = here().find(id);
  if (!x)
    return;
  x->fault = why; // it may close before the frame is on its way
  if (here().is_server)
    here().history.reset(id);
  nghttp2_submit_rst_stream(here().session.get(), NGHTTP2_FLAG_NONE, id,
                            static_cast<std::uint32_t>(why));
}

void connection::break_off(stream_id id, errc why) {
  auto* x = here().find(id);
  if (!x || x->ends)
    return;
  x->ends = x->breaks_off = true;
  x->break_code = why;
  here().wake(*x);
}

std::size_t connection::open_streams() const noexcept {
  return here().streams.size();
}

std::size_t connection::unconsumed() const noexcept {
  return here().unconsumed;
}

// -- the connection -----------------------------------------------------------

void connection::refuse_streams() {
  auto* session = here().session.get();
  nghttp2_submit_goaway(session, NGHTTP2_FLAG_NONE,
                        nghttp2_session_get_last_proc_stream_id(session),
                        NGHTTP2_NO_ERROR, nullptr, 0);
}

void connection::terminate(errc why) {
  nghttp2_session_terminate_session(here().session.get(),
                                    static_cast<std::uint32_t>(why));
}

void connection::ping() {
  nghttp2_submit_ping(here().session.get(), NGHTTP2_FLAG_NONE, nullptr);
}

} // namespace troupe::codecs::http2
