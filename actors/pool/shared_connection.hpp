#pragma once

#include "actors/pool/upstream_connection.hpp"

namespace troupe::actors {

/// A connection to a backend that many exchanges use at once.
class shared_connection {
public:
  /// Does it take one more request now?
  virtual bool has_room() const noexcept = 0;
  /// A stream of it, if it has room.
  virtual connection_ptr open() = 0;
  /// Does it carry nobody's request?
  virtual bool idle() const noexcept = 0;
  /// Takes no more requests, and closes with the last that is under way.
  virtual void wind_up() = 0;

protected:
  ~shared_connection() = default;
};

} // namespace troupe::actors
