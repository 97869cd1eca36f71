#pragma once

#include "actors/base/failure.hpp"

#include "codecs/http/method.hpp"

#include <cstddef>

namespace troupe::actors {

/// What is known of an attempt that failed before a response began.
struct attempt_outcome {
  proxy_errc what = proxy_errc::none;
  bool reused = false;     ///< the connection had served others before
  bool sent = false;       ///< some octets of the request may have arrived
  bool replayable = false; ///< all that was sent is still here
};

/// May a request be tried again, and for how long: a dead reused connection is
/// forgiven once, and a backend that cannot be reached is passed over, each
/// backend at most once.
class retry_plan {
public:
  retry_plan() = default;
  retry_plan(codecs::http::method method, std::size_t backends) noexcept
    : idempotent_(codecs::http::is_idempotent(method)), others_(backends) {
    // nop
  }

  /// Counts the attempt, and says whether there is to be another.
  bool again(const attempt_outcome& x) noexcept {
    switch (retry_after(x.what)) {
      case retry::never: return false;
      case retry::always:
        if (others_ > 0)
          --others_;
        return others_ > 0 && !x.sent;
      case retry::if_reused:
        if (!x.reused || forgiven_ || !x.replayable || (x.sent && !idempotent_))
          return false;
        forgiven_ = true;
        return true;
    }
    return false;
  }

private:
  bool idempotent_ = false;
  bool forgiven_ = false;
  std::size_t others_ = 0; // backends not tried yet, the present one included
};

} // namespace troupe::actors
