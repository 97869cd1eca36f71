#pragma once

#include "actors/base/failure.hpp"
#include "actors/exchange/retry_options.hpp"

#include "codecs/http/method.hpp"
#include "codecs/http/trace_context.hpp"

#include <chrono>
#include <cstdint>

namespace troupe::actors {

/// What is known of an attempt that failed before a response began, or that
/// brought a response which may not be the last word.
struct attempt_outcome {
  proxy_errc what = proxy_errc::none;
  bool reused = false;     ///< the connection had served others before
  bool sent = false;       ///< some octets of the request may have arrived
  bool replayable = false; ///< all that was sent is still here
  codecs::http::status status = 0; ///< of a response
};

/// What becomes of a request after an attempt.
enum class next_step : std::uint8_t {
  give_up,
  again,     ///< at the same backend, on a fresh connection
  elsewhere, ///< at a backend that was not asked yet
};

/// May a request be tried again, where, and after which pause.
class retry_plan {
public:
  retry_plan() = default;
  /// Borrowed: the options.
  retry_plan(codecs::http::method method, const retry_options& options) noexcept
    : options_(&options), repeatable_(options.unsafe_methods
                                      || codecs::http::is_idempotent(method)) {
    // nop
  }

  /// Counts the attempt, if it is to be another.
  next_step after(const attempt_outcome& x) noexcept;

  /// Might a request that has been sent be sent again, on a new connection?
  bool may_repeat() const noexcept {
    return repeatable_ && options_
           && (options_->on_reset || options_->on_timeout || minds_status());
  }
  bool minds_status() const noexcept {
    return options_ && !options_->on_status.empty();
  }

  /// Before the attempt that is next.
  std::chrono::milliseconds
  pause(codecs::http::random_source& random) const noexcept;

private:
  bool may_go_elsewhere(const attempt_outcome& x) const noexcept;

  const retry_options* options_ = nullptr;
  bool repeatable_ = false;
  bool forgiven_ = false;
  std::uint32_t attempts_ = 1; ///< elsewhere, the first included
};

} // namespace troupe::actors
