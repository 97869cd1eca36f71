#pragma once

#include "codecs/http2/errc.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <utility>

namespace troupe::codecs::http2 {

/// Tells what a frame means that comes for a stream which is not open: a peer
/// that has not yet heard of our reset is no offender, one that writes behind
/// its own end is (RFC 9113 section 5.1). Remembers what is out of the
/// ordinary, as far as that is bounded.
class stream_history {
public:
  /// By the peer.
  void opened(std::int32_t id) {
    if (id <= highest_)
      return;
    if (id > highest_ + 2)
      keep(skipped_, {highest_ + 2, id - 2});
    highest_ = id;
  }

  /// Also one that was never opened, for it was refused. What is told several
  /// times counts once.
  void reset(std::int32_t id) {
    opened(id);
    if (!was_reset(id))
      keep(reset_, id);
  }

  /// 0: none was opened.
  std::int32_t highest() const noexcept { return std::max(highest_, 0); }

  /// Nothing: the stream is new, or was reset by us.
  std::optional<errc> fault_of(std::int32_t id) const {
    if (id > highest_ || was_reset(id))
      return std::nullopt;
    auto has = [id](auto& x) { return id >= x.first && id <= x.second; };
    return std::ranges::any_of(skipped_, has) ? errc::protocol_error
                                              : errc::stream_closed;
  }

private:
  static constexpr std::size_t most = 256;

  bool was_reset(std::int32_t id) const {
    return std::ranges::find(reset_, id) != reset_.end();
  }

  template <class T>
  static void keep(std::deque<T>& all, T x) {
    all.push_back(x);
    if (all.size() > most)
      all.pop_front();
  }

  std::int32_t highest_ = -1;
  std::deque<std::int32_t> reset_;
  std::deque<std::pair<std::int32_t, std::int32_t>> skipped_;
};

} // namespace troupe::codecs::http2
