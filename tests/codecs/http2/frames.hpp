#pragma once

#include "codecs/base/octets.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace troupe::codecs::http2::test {

/// Frames as RFC 9113 section 4.1 describes them, made and read by hand: what
/// a library would not send can be sent.
enum type : std::uint8_t {
  data,
  headers,
  priority,
  rst_stream,
  settings,
  push_promise,
  ping,
  goaway,
  window_update,
  continuation
};

constexpr std::uint8_t end_stream = 0x1;
constexpr std::uint8_t ack = 0x1;
constexpr std::uint8_t end_headers = 0x4;
constexpr std::uint8_t padded = 0x8;

constexpr std::string_view preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

inline std::string number(std::uint32_t x, int octets = 4) {
  auto result = std::string{};
  while (octets-- > 0)
    result.push_back(static_cast<char>(x >> (8 * octets)));
  return result;
}

inline std::uint32_t to_number(std::string_view x) {
  auto result = std::uint32_t{0};
  for (auto c : x)
    result = result << 8 | static_cast<unsigned char>(c);
  return result;
}

inline std::string frame(type what, std::uint8_t flags, std::uint32_t stream,
                         std::string_view payload = {}) {
  auto result = number(static_cast<std::uint32_t>(payload.size()), 3);
  result.push_back(static_cast<char>(what));
  result.push_back(static_cast<char>(flags));
  return result.append(number(stream)).append(payload);
}

using field_lines = std::vector<std::pair<std::string, std::string>>;

/// RFC 7541 section 6.2.2, with a new name, nothing compressed. For lengths
/// below 127.
inline std::string block(const field_lines& all) {
  auto result = std::string{};
  for (auto& [name, value] : all) {
    result.push_back('\0');
    result.append(1, static_cast<char>(name.size())).append(name);
    result.append(1, static_cast<char>(value.size())).append(value);
  }
  return result;
}

inline field_lines a_get() {
  return {{":method", "GET"},
          {":scheme", "https"},
          {":path", "/"},
          {":authority", "a.example"}};
}

inline field_lines a_post() {
  auto result = a_get();
  result[0].second = "POST";
  return result;
}

inline field_lines with(field_lines x, std::string name, std::string value) {
  x.emplace_back(std::move(name), std::move(value));
  return x;
}

inline field_lines without(field_lines x, std::string_view name) {
  std::erase_if(x, [&](auto& y) { return y.first == name; });
  return x;
}

/// Of stream 1.
inline std::string head_of(const field_lines& all, bool ends = true) {
  return frame(type::headers, end_headers | (ends ? end_stream : 0), 1,
               block(all));
}

struct seen_frame {
  type what{};
  std::uint8_t flags = 0;
  std::uint32_t stream = 0;
  std::string payload;
};

inline std::vector<seen_frame> frames_of(std::string_view wire) {
  auto result = std::vector<seen_frame>{};
  while (wire.size() >= 9) {
    auto size = to_number(wire.substr(0, 3));
    result.push_back(
      {static_cast<type>(wire[3]), static_cast<std::uint8_t>(wire[4]),
       to_number(wire.substr(5, 4)), std::string{wire.substr(9, size)}});
    wire.remove_prefix(std::min<std::size_t>(9 + size, wire.size()));
  }
  return result;
}

} // namespace troupe::codecs::http2::test
