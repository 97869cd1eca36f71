#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace troupe::actors {

/// A point in time as lines of a log spell it; always UTC, whatever the
/// machine's time zone is.
class timestamp {
public:
  enum class style : std::uint8_t {
    rfc3339,      ///< 1994-11-06T08:49:37.123Z
    clf,          ///< 06/Nov/1994:08:49:37 +0000, as in the common log format
    unix_seconds, ///< 784111777.123
  };

  timestamp(std::chrono::system_clock::time_point at, style how) noexcept;

  std::string_view view() const noexcept { return {text_.data(), size_}; }

private:
  void put(std::string_view text) noexcept;
  void put(std::uint64_t value, std::size_t digits) noexcept;

  std::array<char, 32> text_;
  std::size_t size_ = 0;
};

} // namespace troupe::actors
