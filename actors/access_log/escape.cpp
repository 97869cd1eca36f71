#include "actors/access_log/escape.hpp"

#include <cstddef>
#include <cstdint>

namespace troupe::actors {

namespace {

constexpr std::string_view digits = "0123456789ABCDEF";

constexpr bool is_harmless(char x) noexcept {
  return x >= ' ' && x < 0x7f && x != '"' && x != '\\';
}

void append_hex(std::string& to, std::uint32_t value, unsigned how_many) {
  for (auto shift = 4 * how_many; shift > 0; shift -= 4)
    to.push_back(digits[(value >> (shift - 4)) & 0xf]);
}

/// Copies what is harmless in one piece, and has each run of the rest spelled:
/// `spell` gets all that is left and returns how much of it is done.
template <class Harmless, class Spell>
void append_spelled(std::string& to, std::string_view value, Harmless harmless,
                    Spell spell) {
  while (!value.empty()) {
    std::size_t n = 0;
    while (n < value.size() && harmless(value[n]))
      ++n;
    to.append(value.substr(0, n));
    value.remove_prefix(n);
    if (!value.empty())
      value.remove_prefix(spell(value));
  }
}

struct code_point {
  char32_t value = 0xfffd;
  std::size_t octets = 1;
};

/// The first one of a text that is not empty (RFC 3629 section 4).
code_point first_of(std::string_view x) noexcept {
  auto octet = [&](std::size_t i) { return static_cast<unsigned char>(x[i]); };
  const auto lead = octet(0);
  if (lead < 0x80)
    return {lead, 1};
  const std::size_t size = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || x.size() < size)
    return {};
  auto value = static_cast<char32_t>(lead & (0x7f >> size));
  for (std::size_t i = 1; i < size; ++i) {
    if ((octet(i) & 0xc0) != 0x80)
      return {};
    value = (value << 6) | (octet(i) & 0x3f);
  }
  const auto shortest = size == 4 ? 0x10000u : size == 3 ? 0x800u : 0x80u;
  const auto surrogate = value >= 0xd800 && value < 0xe000;
  if (value < shortest || value > 0x10ffff || surrogate)
    return {};
  return {value, size};
}

void append_unit(std::string& to, std::uint32_t unit) {
  to.append("\\u");
  append_hex(to, unit, 4);
}

std::size_t spell_json(std::string& to, std::string_view value) {
  switch (value.front()) {
    case '"': to.append("\\\""); return 1;
    case '\\': to.append("\\\\"); return 1;
    case '\n': to.append("\\n"); return 1;
    case '\r': to.append("\\r"); return 1;
    case '\t': to.append("\\t"); return 1;
    default: break;
  }
  auto next = first_of(value);
  if (next.value < 0x10000) {
    append_unit(to, next.value);
  } else { // RFC 8259 section 7: a surrogate pair
    auto rest = static_cast<std::uint32_t>(next.value) - 0x10000;
    append_unit(to, 0xd800 + (rest >> 10));
    append_unit(to, 0xdc00 + (rest & 0x3ff));
  }
  return next.octets;
}

} // namespace

void append_text(std::string& to, std::string_view value, surroundings where) {
  append_spelled(
    to, value,
    [=](char x) {
      return is_harmless(x) && (x != ' ' || where == surroundings::quoted);
    },
    [&](std::string_view rest) -> std::size_t {
      to.append("\\x");
      append_hex(to, static_cast<unsigned char>(rest.front()), 2);
      return 1;
    });
}

void append_json(std::string& to, std::string_view value) {
  to.push_back('"');
  append_spelled(to, value, is_harmless,
                 [&](std::string_view rest) { return spell_json(to, rest); });
  to.push_back('"');
}

} // namespace troupe::actors
