#pragma once

#include "codecs/http2/options.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>

namespace troupe::codecs::http2 {

/// How much of a rate is left: a token bucket, to which its user tells the
/// time.
class allowance {
public:
  using time_point = std::chrono::steady_clock::time_point;

  explicit allowance(rate x) noexcept
    : rate_(x), left_(std::chrono::nanoseconds{0}) {
    // nop
  }

  /// False: that is once too often.
  bool take(time_point now) noexcept {
    using namespace std::chrono;
    if (rate_.per_second == 0)
      return used_ < rate_.burst && ++used_;
    // Time is the currency: each use costs a share of a second.
    const auto cost = duration_cast<nanoseconds>(seconds{1}) / rate_.per_second;
    const auto most = cost * rate_.burst;
    left_ = known_ ? std::min(left_ + (now - last_), nanoseconds{most})
                   : nanoseconds{most};
    known_ = true;
    last_ = now;
    if (left_ < cost)
      return false;
    left_ -= cost;
    return true;
  }

private:
  rate rate_;
  std::chrono::nanoseconds left_;
  time_point last_;
  std::uint32_t used_ = 0; // of a burst that does not come again
  bool known_ = false;     // the time
};

} // namespace troupe::codecs::http2
