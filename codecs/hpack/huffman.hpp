#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace troupe::codecs::hpack {

/// Octets of the text when it is coded (RFC 7541 section 5.2).
std::size_t huffman_size(std::string_view text) noexcept;

/// Appends it, coded. `size` is its huffman_size().
void huffman_encode(std::string& to, std::string_view text, std::size_t size);

/// Room for whatever so many coded octets say, and a little more.
constexpr std::size_t huffman_room(std::size_t coded) noexcept {
  constexpr auto shortest_code = std::size_t{5};
  constexpr auto written_ahead = std::size_t{2};
  return coded * 8 / shortest_code + written_ahead;
}

/// Writes what is said to a buffer with that room, and returns its end; null if
/// it is malformed: with the code of EOS in it, or padded with more than 7 bits
/// or others than its first.
char* huffman_decode(std::string_view coded, char* to) noexcept;

} // namespace troupe::codecs::hpack
