#pragma once

#include <array>
#include <ctime>
#include <string_view>

namespace troupe::codecs::http {

/// "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110 section 5.6.7).
class date_text {
public:
  explicit date_text(std::time_t at) noexcept;

  std::string_view view() const noexcept { return {text_.data(), 29}; }

private:
  std::array<char, 29> text_;
};

} // namespace troupe::codecs::http
