#include "actors/tunnel/half.hpp"

namespace troupe::actors {

using runtime::net::io_state;

carried half::carry(runtime::net::stream& from, runtime::net::stream& to,
                    std::span<std::byte> scratch) {
  if (told_)
    return carried::all;
  if (!waiting.empty()) {
    if (!to.may_write())
      return carried::nothing;
    auto out = to.write(waiting.front());
    if (out.state == io_state::failed)
      return carried::lost_receiver;
    if (out.state == io_state::would_block)
      return carried::nothing;
    waiting.consume(out.octets);
    return carried::some;
  }
  if (ended_) {
    to.shut_write();
    told_ = to.settled();
    return told_ ? carried::all : carried::nothing;
  }
  if (!from.may_read())
    return carried::nothing;
  auto in = from.read(scratch);
  switch (in.state) {
    case io_state::would_block: return carried::nothing;
    case io_state::failed: return carried::lost_sender;
    case io_state::ended: ended_ = true; return carried::some;
    case io_state::done: break;
  }
  octets_ += in.octets;
  auto piece = codecs::octets{scratch.first(in.octets)};
  auto out = to.write(piece);
  if (out.state == io_state::failed)
    return carried::lost_receiver;
  if (out.state == io_state::done)
    piece = piece.subspan(out.octets);
  if (!piece.empty())
    waiting.append(piece);
  return carried::some;
}

} // namespace troupe::actors
