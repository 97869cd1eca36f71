#pragma once

#include "runtime/net/fd.hpp"

#include "codecs/base/result.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <system_error>
#include <utility>

namespace troupe::runtime::files {

/// What tells a file from others, and from itself after a change.
struct file_state {
  enum class kind : std::uint8_t { file, directory, other };

  kind what = kind::other;
  std::uint64_t inode = 0;
  std::uint64_t size = 0;               ///< octets
  std::chrono::nanoseconds modified{0}; ///< since 1970

  friend bool operator==(const file_state&, const file_state&) = default;
};

/// A file that was opened for reading, and what it was like then. Its calls may
/// wait for the disk; they change nothing, so that threads may share it.
class open_file {
public:
  static codecs::result<open_file, std::error_code> take(net::fd x);

  const file_state& state() const noexcept { return state_; }

  /// Fills `to` with the octets from `offset` on, as far as there are any.
  /// Returns how many.
  codecs::result<std::size_t, std::error_code> read(std::span<std::byte> to,
                                                    std::uint64_t offset) const;

  /// What it is like now.
  codecs::result<file_state, std::error_code> look() const;

private:
  open_file(net::fd x, const file_state& state) noexcept
    : fd_(std::move(x)), state_(state) {
    // nop
  }

  net::fd fd_;
  file_state state_;
};

} // namespace troupe::runtime::files
