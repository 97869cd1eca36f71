#pragma once

#include "actors/access_log/exchange_record.hpp"
#include "actors/base/failure.hpp"
#include "actors/http_service/messages.hpp"
#include "actors/pool/messages.hpp"

#include "runtime/loop/event_loop.hpp"
#include "runtime/net/stream.hpp"
#include "runtime/time/clock.hpp"

#include "codecs/base/octets.hpp"
#include "codecs/fields/map.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>

namespace troupe::actors {

/// Bodies that have at least so much to come are moved by the kernel, if there
/// are sockets to move them between: below, the calls cost more than the
/// copies.
inline constexpr std::uint64_t worth_moving = 64 * 1024;

/// Reads in a row before the other connections of the loop have their turn.
inline constexpr int reads_in_a_row = 16;

/// One request from its head to the response's last octet: an object inside a
/// session, for nothing would be gained by a mailbox for each request. The
/// session brings what the client sends and asks how things stand.
class exchange {
public:
  // -- what the client sends --------------------------------------------------

  virtual void on_body(codecs::octets piece) = 0;
  virtual void on_request_end(const codecs::fields::map& trailers) = 0;
  /// All that has been brought is to leave now.
  virtual void push() = 0;
  /// May more of the body be brought now?
  virtual bool wants_body() const = 0;
  /// A socket that takes `left` or more octets of the body as they are, past
  /// on_body(), or nullptr.
  virtual runtime::net::stream* bare_socket(std::uint64_t left) = 0;
  /// So many octets went that way, or the socket would not take them any more.
  virtual void moved_bare(std::size_t) {
    // nop: only who has a bare socket hears of it
  }
  virtual void broken_bare(int) {
    // nop
  }

  // -- what the session tells -------------------------------------------------

  /// The client has taken what waited for it.
  virtual void resume() = 0;
  /// A socket of this exchange is ready, or there is more to do.
  virtual void on_upstream(runtime::loop::readiness what) = 0;
  virtual void on_lease(lease_id, connection_lease) {
    // nop: only who asks a pool hears from it
  }
  virtual void on_served(failure, served) {
    // nop: only who asks a service hears from it
  }
  /// The session gives up, because of that: nothing of this exchange will be
  /// heard any more.
  virtual void abandon(const failure& why) = 0;

  // -- how things stand -------------------------------------------------------

  /// Nothing is left to do, though the client may still be sending a request
  /// that nobody wants: the session may forget it.
  virtual bool done() const = 0;
  /// Ends it, and gives its memory back to where it came from.
  virtual void release() noexcept = 0;

  /// When expire() has something to do, as things stand.
  virtual std::optional<runtime::time::steady_point> deadline() const = 0;
  virtual void expire(runtime::time::steady_point now) = 0;

  /// Enters what only the exchange knows, at any time: where the response comes
  /// from, and how long that took. Borrowed from the exchange.
  virtual void report(exchange_record& to) const = 0;

protected:
  ~exchange() = default;
};

struct release_exchange {
  void operator()(exchange* x) const noexcept { x->release(); }
};

using exchange_ptr = std::unique_ptr<exchange, release_exchange>;

} // namespace troupe::actors
