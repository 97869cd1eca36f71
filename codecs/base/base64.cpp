#include "codecs/base/base64.hpp"

#include <array>

namespace troupe::codecs {

namespace {

constexpr std::string_view standard_letters
  = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view url_letters
  = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

using table = std::array<signed char, 256>;

constexpr table values_of(std::string_view letters) {
  auto result = table{};
  for (auto& x : result)
    x = -1;
  for (std::size_t i = 0; i < letters.size(); ++i)
    result[static_cast<unsigned char>(letters[i])]
      = static_cast<signed char>(i);
  return result;
}

constexpr auto standard_values = values_of(standard_letters);
constexpr auto url_values = values_of(url_letters);

} // namespace

std::string to_base64(std::string_view octets, base64_alphabet alphabet) {
  const auto standard = alphabet == base64_alphabet::standard;
  const auto letters = standard ? standard_letters : url_letters;
  auto result = std::string{};
  result.reserve((octets.size() + 2) / 3 * 4);
  auto pending = 0u;
  auto bits = 0;
  for (auto c : octets) {
    pending = pending << 8 | static_cast<unsigned char>(c);
    for (bits += 8; bits >= 6; bits -= 6)
      result += letters[pending >> (bits - 6) & 63];
  }
  if (bits > 0)
    result += letters[pending << (6 - bits) & 63];
  while (standard && result.size() % 4 != 0)
    result += '=';
  return result;
}

std::optional<std::string> from_base64(std::string_view text,
                                       base64_alphabet alphabet) {
  const auto standard = alphabet == base64_alphabet::standard;
  if (standard) {
    if (text.size() % 4 != 0)
      return std::nullopt;
    for (auto i = 0; i < 2 && text.ends_with('='); ++i)
      text.remove_suffix(1);
  }
  if (text.size() % 4 == 1)
    return std::nullopt;
  auto& values = standard ? standard_values : url_values;
  auto result = std::string{};
  result.reserve(text.size() / 4 * 3 + 2);
  auto pending = 0u;
  auto bits = 0;
  for (auto c : text) {
    auto value = values[static_cast<unsigned char>(c)];
    if (value < 0)
      return std::nullopt;
    pending = pending << 6 | static_cast<unsigned>(value);
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      result += static_cast<char>(pending >> bits & 255);
    }
  }
  if ((pending & ((1u << bits) - 1)) != 0)
    return std::nullopt;
  return result;
}

} // namespace troupe::codecs
