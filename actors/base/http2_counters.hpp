#pragma once

#include "codecs/http2/errc.hpp"

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

namespace troupe::actors {

/// Codes of HTTP/2, and how often each was met. What is no known code counts
/// as internal_error.
using http2_tally = std::array<std::uint64_t, 14>;

/// What became of HTTP/2 on one side of a process, since it began.
struct http2_figures {
  std::uint64_t connections = 0;
  std::uint64_t streams = 0;
  std::uint64_t open_streams = 0;
  http2_tally resets_received{}; ///< RST_STREAM, by code
  http2_tally resets_sent{};
  http2_tally goaways_received{}; ///< GOAWAY, by code
  http2_tally goaways_sent{};
};

/// The same for one loop, which writes it, and read from anywhere.
class http2_counters {
public:
  using code = codecs::http2::errc;

  void note_connection() noexcept { add(connections_); }
  void note_opened() noexcept {
    add(streams_);
    add(open_);
  }
  void note_closed() noexcept {
    open_.store(open_.load(std::memory_order_relaxed) - 1,
                std::memory_order_relaxed);
  }
  void note_reset(code why, bool by_peer) noexcept {
    add(by_peer ? resets_received_ : resets_sent_, why);
  }
  void note_goaway(code why, bool by_peer) noexcept {
    add(by_peer ? goaways_received_ : goaways_sent_, why);
  }

  void add_to(http2_figures& x) const noexcept {
    auto value = [](auto& y) { return y.load(std::memory_order_relaxed); };
    x.connections += value(connections_);
    x.streams += value(streams_);
    x.open_streams += value(open_);
    auto sum = [&](http2_tally& to, const tally& from) {
      for (std::size_t i = 0; i < to.size(); ++i)
        to[i] += value(from[i]);
    };
    sum(x.resets_received, resets_received_);
    sum(x.resets_sent, resets_sent_);
    sum(x.goaways_received, goaways_received_);
    sum(x.goaways_sent, goaways_sent_);
  }

private:
  using counter = std::atomic<std::uint64_t>;
  using tally = std::array<counter, std::tuple_size_v<http2_tally>>;

  // There is one writer.
  static void add(counter& x) noexcept {
    x.store(x.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
  }
  static void add(tally& x, code why) noexcept {
    add(x[static_cast<std::size_t>(
      codecs::http2::errc_of(static_cast<std::uint32_t>(why)))]);
  }

  counter connections_{0};
  counter streams_{0};
  counter open_{0};
  tally resets_received_{};
  tally resets_sent_{};
  tally goaways_received_{};
  tally goaways_sent_{};
};

} // namespace troupe::actors
