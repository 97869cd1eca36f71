#pragma once

#include "runtime/tls/channel.hpp"

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace troupe::actors {

/// How the handshakes of a listener have ended. Counted by all loops.
class handshake_counters {
public:
  struct figures {
    std::uint64_t tls_1_2 = 0;
    std::uint64_t tls_1_3 = 0;
    std::uint64_t resumed = 0; ///< of those above
    std::uint64_t timed_out = 0;
    /// By runtime::tls::errc.
    std::array<std::uint64_t,
               static_cast<std::size_t>(runtime::tls::errc::malformed) + 1>
      failed = {};
  };

  void note_done(const runtime::tls::channel& x) noexcept {
    count(x.version() == "TLSv1.2" ? tls_1_2_ : tls_1_3_);
    if (x.resumed())
      count(resumed_);
  }
  void note_failed(runtime::tls::errc x) noexcept {
    count(failed_[static_cast<std::size_t>(x)]);
  }
  void note_timed_out() noexcept { count(timed_out_); }

  figures read() const noexcept {
    constexpr auto relaxed = std::memory_order_relaxed;
    auto result = figures{.tls_1_2 = tls_1_2_.load(relaxed),
                          .tls_1_3 = tls_1_3_.load(relaxed),
                          .resumed = resumed_.load(relaxed),
                          .timed_out = timed_out_.load(relaxed)};
    for (std::size_t i = 0; i < failed_.size(); ++i)
      result.failed[i] = failed_[i].load(relaxed);
    return result;
  }

private:
  using counter = std::atomic<std::uint64_t>;

  static void count(counter& x) noexcept {
    x.fetch_add(1, std::memory_order_relaxed);
  }

  counter tls_1_2_{0};
  counter tls_1_3_{0};
  counter resumed_{0};
  counter timed_out_{0};
  std::array<counter, std::tuple_size_v<decltype(figures::failed)>> failed_
    = {};
};

} // namespace troupe::actors
