#include "codecs/http2/connection.hpp"

#include "codecs/http2/core.hpp"

#include <algorithm>
#include <utility>

namespace troupe::codecs::http2 {

connection::connection(const options& wish, bool is_server, events& to)
  : core_(std::make_unique<core>(wish, is_server, *this, to)) {
  // nop
}

connection::~connection() = default;

void connection::feed(octets input, time_point now) {
  here().now = now;
  here().read(input);
}

void connection::pull(octet_sink& to, std::size_t most) {
  here().pull(to, most);
}

void connection::pull(std::string& to, std::size_t most) {
  auto sink = text_sink{to};
  if (to.size() < most)
    pull(sink, most - to.size());
}

bool connection::has_output() const noexcept {
  return here().has_output();
}

bool connection::finished() const noexcept {
  auto& x = here();
  return (x.ended || (x.leaving && x.streams.empty())) && !x.has_output();
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
  if (has_trailers(trailers)) {
    x->trailers = std::make_unique<fields::map>();
    for (auto& field : trailers)
      x->trailers->append(field.name, field.value, field.id);
  }
  here().line_up(*x);
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
  n = std::min(n, x->unconsumed);
  x->unconsumed -= n;
  here().unconsumed -= n;
  here().give_back(*x, n);
}

void connection::reset(stream_id id, errc why) {
  if (auto* x = here().find(id))
    here().reset(*x, why);
}

void connection::break_off(stream_id id, errc why) {
  auto* x = here().find(id);
  if (!x || x->ends)
    return;
  x->ends = x->breaks_off = true;
  x->break_code = why;
  here().line_up(*x);
}

std::size_t connection::open_streams() const noexcept {
  return here().streams.size();
}

std::size_t connection::unconsumed() const noexcept {
  return here().unconsumed;
}

// -- the connection -----------------------------------------------------------

void connection::refuse_streams() {
  auto& x = here();
  if (x.ended)
    return;
  x.leaving = true;
  x.last_allowed = std::min(x.last_allowed, x.last_taken);
  x.say_goaway(x.last_allowed, errc::no_error);
}

void connection::terminate(errc why) {
  here().terminate(why);
}

void connection::ping() {
  if (!here().ended)
    here().say({.type = frame_type::ping},
               std::string_view{"\0\0\0\0\0\0\0\0", 8});
}

} // namespace troupe::codecs::http2
