#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>

namespace troupe::codecs::http2 {

/// RFC 9113 section 6.9.1.
inline constexpr std::int64_t max_window = 0x7fffffff;

/// What a connection and a stream begin with (section 6.9.2).
inline constexpr std::int64_t usual_window = 65535;

/// How much we may send: less than nothing, when SETTINGS have taken away what
/// was used already.
class send_window {
public:
  explicit send_window(std::int64_t size = usual_window) noexcept
    : size_(size) {
    // nop
  }

  std::size_t room() const noexcept {
    return size_ > 0 ? static_cast<std::size_t>(size_) : 0;
  }
  void use(std::size_t n) noexcept { size_ -= static_cast<std::int64_t>(n); }
  /// False: it overflows, and that is the peer's fault.
  bool open(std::int64_t step) noexcept {
    size_ += step;
    return size_ <= max_window;
  }

private:
  std::int64_t size_;
};

/// How much the peer may send: what it has used is given back once that has
/// found its place, and enough of it for a frame to be worth while.
class receive_window {
public:
  explicit receive_window(std::int64_t size = usual_window) noexcept
    : size_(size), left_(size) {
    // nop
  }

  /// False: the peer has sent more than it may.
  bool take(std::size_t n) noexcept {
    left_ -= static_cast<std::int64_t>(n);
    return left_ >= 0;
  }
  /// So many of those octets are no longer here. By how much the peer is to be
  /// told that the window opens; 0: nothing yet.
  std::uint32_t give_back(std::size_t n) noexcept {
    owed_ += static_cast<std::int64_t>(n);
    return owed_ > 0 && owed_ >= size_ / 2 ? settle() : 0;
  }
  /// The peer knows another size. The window of a stream opens or closes by
  /// itself (section 6.9.2).
  void resize(std::int64_t size) noexcept {
    left_ += size - size_;
    size_ = size;
  }
  /// The same for that of the connection: by how much it is to be told.
  std::uint32_t widen(std::int64_t size) noexcept {
    owed_ += size - size_;
    size_ = size;
    return owed_ > 0 ? settle() : 0;
  }

private:
  std::uint32_t settle() noexcept {
    auto step = std::exchange(owed_, 0);
    left_ += step;
    return static_cast<std::uint32_t>(step);
  }

  std::int64_t size_;
  std::int64_t left_;
  std::int64_t owed_ = 0; // not told yet; below 0: it narrows
};

} // namespace troupe::codecs::http2
