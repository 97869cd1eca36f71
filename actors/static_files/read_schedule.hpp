#pragma once

#include "actors/static_files/response_plan.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace troupe::actors {

/// Octets of a file that are read in one go. Two of them are all that an
/// exchange keeps, so that a slow client costs 128 KiB, and a disk is asked for
/// as much as its read-ahead brings.
inline constexpr std::size_t file_piece_size = 65536;

/// In which pieces the file's share of a body is read, in their order. Borrows
/// the parts.
class read_schedule {
public:
  struct read {
    std::uint64_t offset = 0;
    std::size_t size = 0; ///< at most file_piece_size
  };

  explicit read_schedule(const std::vector<body_part>& parts) noexcept
    : parts_(&parts) {
    // nop
  }

  /// Nothing, when there is nothing left.
  std::optional<read> next() noexcept {
    while (at_ < parts_->size()) {
      auto& part = (*parts_)[at_];
      if (done_ < part.size) {
        auto size = static_cast<std::size_t>(
          std::min<std::uint64_t>(part.size - done_, file_piece_size));
        auto x = read{.offset = part.offset + done_, .size = size};
        done_ += size;
        return x;
      }
      ++at_;
      done_ = 0;
    }
    return std::nullopt;
  }

private:
  const std::vector<body_part>* parts_;
  std::size_t at_ = 0;
  std::uint64_t done_ = 0; ///< of that part
};

} // namespace troupe::actors
