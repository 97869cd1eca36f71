#include "actors/pool/upstream_h1.hpp"

#include "actors/pool/connection_shelf.hpp"

#include <array>
#include <utility>

namespace troupe::actors {

upstream_h1::upstream_h1(shelf_seat seat, runtime::net::stream socket,
                         const codecs::http1::limits& limits)
  : stream(std::move(socket)), seat_(std::move(seat)), decoder_(limits) {
  if (stream.watched())
    stream.hand_over(*this);
}

upstream_h1::~upstream_h1() {
  stream.close();
}

std::error_code upstream_h1::watch(runtime::loop::event_loop& loop) {
  return stream.watch(loop, *this);
}

void upstream_h1::begin(codecs::http::method asked) {
  decoder_.begin(asked);
  ++requests;
}

void upstream_h1::on_ready(runtime::loop::readiness what) {
  stream.note(what);
  if (holder_)
    holder_->on_ready(what);
  else if (what.readable || what.hung_up)
    home().stirred(*this);
}

failure upstream_h1::meaning_of(int error) const {
  if (error == 0)
    return {proxy_errc::upstream_closed, "closed by the origin"};
  return {proxy_errc::upstream_reset, text_of(error)};
}

bool upstream_h1::reusable() noexcept {
  if (!stream.may_read())
    return true;
  auto beyond = std::array<std::byte, 1>{};
  return stream.read(beyond).state == runtime::net::io_state::would_block;
}

} // namespace troupe::actors
