#pragma once

#include "actors/access_log/exchange_record.hpp"

#include <cstdint>

namespace troupe::actors {

/// Chooses which exchanges leave a line. By their trace id, or else request id:
/// the same exchange is chosen wherever the same part is asked for. Those
/// without ids are counted off.
class log_sampler {
public:
  /// `part` is above 0 and at most 1.
  log_sampler(double part, bool keep_trouble) noexcept;

  bool keeps(const exchange_record& x) noexcept;

private:
  bool counts_off() noexcept;

  static constexpr auto whole = std::uint64_t{1} << 32;

  std::uint64_t share_; // of `whole`
  std::uint64_t saved_ = 0;
  bool keep_trouble_;
};

} // namespace troupe::actors
