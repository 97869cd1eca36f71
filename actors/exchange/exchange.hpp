#pragma once

#include "runtime/time/clock.hpp"

#include "codecs/base/octets.hpp"
#include "codecs/fields/map.hpp"

#include <optional>

namespace troupe::actors {

/// One request from its head to the response's last octet: an object inside a
/// session, for nothing would be gained by a mailbox for each request. The
/// session brings what the client sends and asks how things stand.
class exchange {
public:
  virtual ~exchange() = default;

  // -- what the client sends --------------------------------------------------

  virtual void on_body(codecs::octets piece) = 0;
  virtual void on_request_end(const codecs::fields::map& trailers) = 0;
  /// All that has been brought is to leave now.
  virtual void push() = 0;
  /// May more of the body be brought? If not, resume() comes in time.
  virtual bool wants_body() const = 0;

  // -- what the session tells -------------------------------------------------

  /// The client has taken what waited for it.
  virtual void resume() = 0;
  /// The session gives up: nothing of this exchange may be heard any more.
  virtual void abandon() = 0;

  // -- how things stand -------------------------------------------------------

  /// The response is complete, or was cut or answered by an error.
  virtual bool response_done() const = 0;
  /// Nothing is left to do: the session may forget it.
  virtual bool done() const = 0;

  /// When expire() has something to do, as things stand.
  virtual std::optional<runtime::time::steady_point> deadline() const = 0;
  virtual void expire(runtime::time::steady_point now) = 0;
};

} // namespace troupe::actors
