#pragma once

#include "codecs/base/octets.hpp"

#include <sys/uio.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstring>
#include <span>

namespace troupe::runtime::tls {

/// Cuts what is to be written into what fits a record (RFC 8446 section 5.1):
/// a record costs much, and so small parts share one. Borrows the parts.
class record_cutter {
public:
  static constexpr std::size_t max_record = 16 * 1024;
  using room = std::array<std::byte, max_record>;

  explicit record_cutter(std::span<const iovec> parts) noexcept
    : parts_(parts) {
    skip();
  }

  bool done() const noexcept { return parts_.empty(); }
  /// Octets of the parts that next() has given.
  std::size_t taken() const noexcept { return all_taken_; }

  /// The next record's octets: a part, or a piece of one, where it lies, or
  /// several that are copied to `copies`. Valid until that is used again.
  codecs::octets next(room& copies) noexcept {
    if (done())
      return {};
    if (auto here = front(); here.size() >= max_record || parts_.size() == 1)
      return take(std::min(here.size(), max_record));
    auto size = std::size_t{0};
    while (!done() && size < max_record) {
      auto piece = take(std::min(front().size(), max_record - size));
      std::memcpy(copies.data() + size, piece.data(), piece.size());
      size += piece.size();
    }
    return codecs::octets{copies}.first(size);
  }

private:
  codecs::octets front() const noexcept {
    auto& x = parts_.front();
    return codecs::octets{static_cast<const std::byte*>(x.iov_base), x.iov_len}
      .subspan(taken_);
  }

  codecs::octets take(std::size_t n) noexcept {
    auto result = front().first(n);
    taken_ += n;
    all_taken_ += n;
    skip();
    return result;
  }

  void skip() noexcept {
    while (!parts_.empty() && taken_ == parts_.front().iov_len) {
      parts_ = parts_.subspan(1);
      taken_ = 0;
    }
  }

  std::span<const iovec> parts_;
  std::size_t taken_ = 0; // of the first
  std::size_t all_taken_ = 0;
};

} // namespace troupe::runtime::tls
