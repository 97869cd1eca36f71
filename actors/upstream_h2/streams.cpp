// The part of upstream_h2 that has to do with its streams: what exchanges ask
// for, and what the codec tells.

#include "actors/upstream_h2/upstream_h2.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace troupe::actors {

namespace http1 = codecs::http1;
namespace http2 = codecs::http2;

namespace {

/// So long without an answer, and one may ask whether somebody is there: less,
/// and it is rather the client that has lost its patience.
constexpr auto suspicious = std::chrono::seconds{1};

} // namespace

// -- what exchanges ask for ---------------------------------------------------

http2::stream_id upstream_h2::open(upstream_stream& x,
                                   const http1::request_head& head,
                                   const http2::client::target& where,
                                   bool ends) {
  return note_opened(x, state.codec->send_request(head, where, ends));
}

http2::stream_id upstream_h2::open(upstream_stream& x,
                                   const http1::request_outline& head,
                                   std::string_view text, bool ends) {
  return note_opened(x, state.codec->send_request(head, text, scheme(), ends));
}

http2::stream_id upstream_h2::note_opened(upstream_stream& x, stream_id id) {
  auto& st = state;
  if (id == 0)
    return 0;
  forget_unopened(x);
  st.streams.insert(id, &x);
  count([](auto& y) { y.note_opened(); });
  return id;
}

/// Usually the last. False if it is not among them.
bool upstream_h2::forget_unopened(upstream_stream& x) {
  auto& all = state.unopened;
  auto found = std::find(all.rbegin(), all.rend(), &x);
  if (found == all.rend())
    return false;
  *found = all.back();
  all.pop_back();
  return true;
}

/// What is lent leaves at once: it is in the cache still, and is not copied.
void upstream_h2::flush(stream_id id) {
  auto& st = state;
  wants_to_write();
  if (!st.codec->lends(id))
    return;
  if (!st.over && st.write_error == 0 && st.outbox.empty()
      && st.socket.may_write())
    write_some();
  st.codec->keep(id);
}

/// What is consumed may open a window.
void upstream_h2::consumed(stream_id id, std::size_t n) {
  state.codec->consumed(id, n);
  wants_to_write();
}

void upstream_h2::release(upstream_stream& x) {
  auto& st = state;
  if (x.is_listed)
    std::replace(st.listed.begin(), st.listed.end(), &x,
                 static_cast<upstream_stream*>(nullptr));
  if (!forget_unopened(x)) {
    st.streams.extract(x.id());
    st.codec->reset(x.id(), http2::errc::cancel);
    // Nothing has come since it began to wait: is anybody there?
    if (st.quiet->heard() <= x.asked() && !st.quiet->asked()
        && x.asked() + suspicious < now())
      ask_if_there();
  }
  note_left();
}

/// A stream less: others may come, or there are none left.
void upstream_h2::note_left() {
  auto& st = state;
  auto& shelf = st.seat->shelf();
  if (idle()) {
    st.idle_since = now();
    if (!st.closing)
      shelf.fell_idle(*this);
  }
  if (!st.closing)
    shelf.has_room_again();
  wants_to_write();
}

// -- what the codec tells -----------------------------------------------------

upstream_stream* upstream_h2::find(stream_id id) noexcept {
  auto* found = state.streams.find(id);
  return found ? *found : nullptr;
}

void upstream_h2::list(upstream_stream& x) {
  if (!std::exchange(x.is_listed, true))
    state.listed.push_back(&x);
}

void upstream_h2::tell_streams() {
  auto& all = state.listed;
  for (std::size_t i = 0; i < all.size(); ++i)
    if (auto* x = std::exchange(all[i], nullptr)) {
      x->is_listed = false;
      x->tell();
    }
  all.clear();
}

void upstream_h2::on_interim(stream_id id, http1::response_head& head) {
  if (auto* x = find(id)) {
    x->take_interim(head);
    list(*x);
  }
}

void upstream_h2::on_response(stream_id id, http1::response_head& head) {
  state.quiet->note_news();
  if (auto* x = find(id)) {
    x->take_head(head);
    list(*x);
  }
}

void upstream_h2::on_body(stream_id id, codecs::octets piece) {
  state.quiet->note_news();
  if (auto* x = find(id)) {
    x->take_body(piece);
    list(*x);
  } else {
    state.codec->consumed(id, piece.size());
  }
}

void upstream_h2::on_end(stream_id id, codecs::fields::map& trailers) {
  if (auto* x = find(id)) {
    x->take_end(trailers);
    list(*x);
  }
}

void upstream_h2::on_closed(stream_id id, const http2::closure& how) {
  count([&](auto& x) {
    x.note_closed();
    if (!how.whole)
      x.note_reset(how.why, how.by_peer);
  });
  if (auto* x = state.streams.extract(id)) {
    x->take_end_of_stream(how);
    list(*x);
  }
  note_left();
}

void upstream_h2::on_room(stream_id id) {
  if (auto* x = find(id)) {
    x->take_room();
    list(*x);
  }
}

void upstream_h2::on_settings() {
  if (state.pool)
    settle({});
  else
    state.seat->shelf().has_room_again();
}

void upstream_h2::on_goaway(stream_id, http2::errc why) {
  count([&](auto& x) { x.note_goaway(why, true); });
  close_for_new();
}

void upstream_h2::on_pong() {
  state.quiet->note_pong();
}

} // namespace troupe::actors
