#pragma once

#include "actors/health/check_verdict.hpp"

#include "runtime/time/clock.hpp"

#include "codecs/base/octets.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace troupe::actors {

/// One request and its response, in some version of HTTP: octets in, octets
/// out, and a verdict. Owns no socket and reads no clock.
class http_check {
public:
  virtual ~http_check() = default;
  http_check(const http_check&) = delete;
  http_check& operator=(const http_check&) = delete;

  /// Appends what is to be sent now, which is bounded.
  virtual void pull(std::string& to) = 0;
  /// The verdict, as soon as there is one; then no more is fed.
  virtual std::optional<check_verdict> feed(codecs::octets arrived,
                                            runtime::time::steady_point now)
    = 0;
  /// The backend has closed.
  virtual check_verdict finish() = 0;
  /// What has not come yet, for a check that is late.
  virtual std::string_view missing() const noexcept = 0;
  /// Appends what the backend is told before we close.
  virtual void take_leave(std::string& to) = 0;

protected:
  http_check() = default;
};

} // namespace troupe::actors
