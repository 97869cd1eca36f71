#pragma once

#include "runtime/loop/event_loop.hpp"

#include "codecs/http/date.hpp"

#include <array>
#include <chrono>
#include <string_view>

namespace troupe::actors {

/// "Date: ...\r\n" as of this moment, composed at most a few times a second.
class date_line {
public:
  explicit date_line(const runtime::loop::event_loop& loop) noexcept
    : loop_(loop) {
    // nop
  }

  std::string_view view() noexcept {
    if (loop_.now() - composed_ >= std::chrono::milliseconds{200})
      compose();
    return {text_.data(), text_.size()};
  }
  /// Without the name and the line's end.
  std::string_view value() noexcept {
    constexpr auto before = std::string_view{"Date: "}.size();
    constexpr auto behind = std::string_view{"\r\n"}.size();
    auto line = view();
    return line.substr(before, line.size() - before - behind);
  }

private:
  void compose() noexcept;

  const runtime::loop::event_loop& loop_;
  runtime::time::steady_point composed_{};
  std::array<char, 37> text_{};
};

} // namespace troupe::actors
