#pragma once

#include "actors/balancer/backend_load.hpp"
#include "actors/base/failure.hpp"

#include "runtime/loop/event_loop.hpp"
#include "runtime/net/stream.hpp"
#include "runtime/time/clock.hpp"

#include "codecs/base/octets.hpp"
#include "codecs/base/result.hpp"
#include "codecs/http1/errc.hpp"
#include "codecs/http1/events.hpp"
#include "codecs/http1/head.hpp"
#include "codecs/http1/request_outline.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

namespace troupe::actors {

class connection_shelf;

/// A way to a backend that somebody has for himself: a connection of HTTP/1
/// (upstream_h1), or a stream of one of HTTP/2 (upstream_stream). Who holds the
/// pointer writes a request as HTTP/1.1 frames it, and reads a response event
/// by event, whatever version the backend speaks. With the last pointer it is
/// closed, however its holder came to an end. Stays on one loop.
class upstream_connection {
public:
  using io_outcome = runtime::net::io_outcome;

  upstream_connection() = default;
  virtual ~upstream_connection() = default;
  upstream_connection(const upstream_connection&) = delete;
  upstream_connection& operator=(const upstream_connection&) = delete;

  /// Who is told when it may be read or written.
  void holder(runtime::loop::io_handler* x) noexcept { holder_ = x; }

  virtual connection_shelf& home() noexcept = 0;

  /// A request of that method is next.
  virtual void begin(codecs::http::method asked) = 0;
  /// The next write begins with that head, in one piece: who understands what
  /// it sends need not read it. Borrowed for that write.
  virtual void outline(const codecs::http1::request_outline&) {
    // nop: it sends what it is given
  }
  /// Others are under way beside it: the backend may refuse one request and
  /// take the next (RFC 9113 section 8.7).
  virtual bool is_shared() const noexcept = 0;

  // -- the request

  virtual bool may_write() const noexcept = 0;
  /// Parts of one text. A short count is an ordinary outcome. `more` follows.
  virtual io_outcome write(std::span<const iovec> parts, bool more = false) = 0;
  io_outcome write(codecs::octets from, bool more = false) {
    // Nobody writes to it, but its type does not say so.
    auto part = iovec{const_cast<std::byte*>(from.data()), from.size()};
    return write({&part, 1}, more);
  }
  /// Of a tunnel: no more comes.
  virtual void shut_write() noexcept = 0;
  virtual bool settled() const noexcept = 0;

  // -- the response

  virtual bool may_read() const noexcept = 0;
  /// `done` means that there is something for feed(); of a tunnel, for whoever
  /// reads: then octets are all there is.
  virtual io_outcome read(std::span<std::byte> into) noexcept = 0;
  /// As response_decoder::feed(), of what was read. What a slice views is
  /// borrowed until the next read.
  virtual codecs::result<codecs::http1::step, codecs::http1::errc>
  feed(codecs::octets input, codecs::http1::response_head& head,
       codecs::fields::map& trailers)
    = 0;
  /// The backend has closed it. message_end if that ends the response.
  virtual codecs::result<codecs::http1::event, codecs::http1::errc> finish()
    = 0;
  /// What a read or write that failed with that error, or 0 if the backend has
  /// closed, means.
  virtual failure meaning_of(int error) const = 0;
  /// Nothing lies there that nobody has asked for, and another may have it.
  virtual bool reusable() noexcept = 0;
  /// Ends it such that the backend learns that something went wrong.
  virtual void abort() noexcept = 0;

  // -- octets that the kernel moves

  /// Its socket, if a body is on it as it is; or nullptr.
  virtual runtime::net::stream* bare() noexcept = 0;
  /// Octets of the present body that may be taken from there, and were.
  virtual std::uint64_t movable() const noexcept = 0;
  virtual void moved(std::uint64_t n) noexcept = 0;

  /// Counts it as busy, while it serves nobody but a tunnel.
  backend_load::permit load;
  runtime::time::steady_point born;

protected:
  runtime::loop::io_handler* holder_ = nullptr;
};

/// Shared because CAF copies messages on write; held by one at a time.
using connection_ptr = std::shared_ptr<upstream_connection>;

} // namespace troupe::actors
