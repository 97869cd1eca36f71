#pragma once

#include "codecs/base/ascii.hpp"
#include "codecs/hpack/decoder.hpp"
#include "codecs/hpack/encoder.hpp"

#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::codecs::hpack::test {

/// Octets as a document shows them: digits, with spaces for the eye.
inline std::string from_hex(std::string_view digits) {
  auto result = std::string{};
  auto high = -1;
  for (auto c : digits) {
    auto x = hex_value(c);
    if (x < 0)
      continue;
    if (high >= 0)
      result.push_back(static_cast<char>(high << 4 | x));
    high = high >= 0 ? -1 : x;
  }
  return result;
}

struct line {
  std::string name;
  std::string value;
  bool never_indexed = false;

  friend bool operator==(const line&, const line&) = default;
  friend std::ostream& operator<<(std::ostream& out, const line& x) {
    return out << x.name << ": " << x.value
               << (x.never_indexed ? " (never indexed)\n" : "\n");
  }
};

using lines = std::vector<line>;

inline std::ostream& operator<<(std::ostream& out, const lines& all) {
  for (auto& x : all)
    out << x;
  return out;
}

/// What decoders in tests note: how long both are.
inline const noter& sizes() {
  static const auto result
    = noter{[](std::string_view name, std::string_view value) noexcept {
        return static_cast<std::uint32_t>(1000 * name.size() + value.size());
      }};
  return result;
}

/// Nothing if it is malformed. Demands that notes are those of their fields.
inline std::optional<lines> decode(decoder& uut, std::string_view block) {
  auto result = lines{};
  auto good_notes = true;
  auto ok = uut.decode(as_octets(block), [&](const field& x) {
    result.push_back(
      {std::string{x.name}, std::string{x.value}, x.never_indexed});
    good_notes = good_notes && x.note == sizes()(x.name, x.value);
  });
  if (!good_notes)
    result.push_back({"a note", "of another field"});
  return ok ? std::optional{result} : std::nullopt;
}

/// As a connection does it: by number where a name has one.
inline void add(encoder& to, std::string& block, const line& x) {
  for (std::size_t i = 1; i <= 8; ++i)
    if (x.name.starts_with(':') && static_table[i - 1].name == x.name)
      return to.add_pseudo(block, i, x.value);
  auto id = fields::find_name(x.name);
  if (x.never_indexed)
    to.add_never_indexed(block, id, x.name, x.value);
  else
    to.add(block, id, x.name, x.value);
}

inline std::string encode(encoder& uut, const lines& all) {
  auto block = std::string{};
  uut.begin(block);
  for (auto& x : all)
    add(uut, block, x);
  return block;
}

} // namespace troupe::codecs::hpack::test
