#pragma once

#include "tests/support/cut_wire.hpp"

#include "codecs/coding/decoder.hpp"
#include "codecs/coding/encoder.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>
#include <ostream>
#include <random>
#include <string>
#include <string_view>

namespace troupe::codecs::coding {

inline constexpr auto all_kinds
  = std::array{kind::gzip, kind::deflate, kind::br, kind::zstd};

inline std::ostream& operator<<(std::ostream& out, kind x) {
  return out << to_string(x);
}

/// What came of a message: the text, and "end" or the error.
struct decoding {
  std::string text;
  std::string ending;

  bool operator==(const decoding&) const = default;
};

inline std::ostream& operator<<(std::ostream& out, const decoding& x) {
  if (x.text.size() > 200)
    return out << x.text.size() << " octets; " << x.ending;
  return out << x.text << "; " << x.ending;
}

/// A whole message, cut like that and decoded in slices of `most`.
inline decoding decode(decoder& uut, std::string_view wire,
                       const test::cutting& cuts, std::size_t most = 16384) {
  decoding seen;
  test::deliver(wire, cuts, [&](octets input) -> test::fed {
    auto before = seen.text.size();
    auto got = uut.decode(input, seen.text, most);
    if (!got) {
      seen.ending = to_string(got.error());
      return {0, test::fed::then::stop};
    }
    // What holds of every call, whatever is decoded.
    auto kept_its_word = got->produced <= most
                         && seen.text.size() == before + got->produced
                         && (got->more || got->consumed == input.size());
    if (!kept_its_word) {
      seen.ending = "not what decode() promises";
      return {0, test::fed::then::stop};
    }
    return {got->consumed,
            got->more ? test::fed::then::again : test::fed::then::wait};
  });
  if (seen.ending.empty()) {
    auto problem = uut.finish();
    seen.ending = problem ? to_string(*problem) : "end";
  }
  return seen;
}

inline decoding decode(kind x, std::string_view wire,
                       const decoder_limits& limits = {}) {
  auto uut = make_decoder(x, limits);
  return decode(*uut, wire, {{wire.size() + 1}});
}

inline std::string encode(encoder& uut, std::string_view text) {
  std::string wire;
  uut.encode(as_octets(text), wire);
  uut.finish(wire);
  return wire;
}

inline std::string encode(kind x, std::string_view text) {
  return encode(*make_encoder(x), text);
}

/// Words, noise and runs in turns, so that coders have something to do.
inline std::string some_text(std::size_t size, unsigned seed) {
  std::minstd_rand random{seed};
  auto pick = [&](unsigned n) { return static_cast<unsigned>(random() % n); };
  std::string text;
  while (text.size() < size) {
    auto turn = pick(3);
    auto n = pick(60);
    if (turn == 0)
      text += "word" + std::to_string(n) + ' ';
    else if (turn == 1)
      text.append(n * 5, static_cast<char>('a' + pick(3)));
    else
      std::generate_n(std::back_inserter(text), n,
                      [&] { return static_cast<char>(pick(256)); });
  }
  text.resize(size);
  return text;
}

/// Octets written in hexadecimal.
inline std::string octets_of(std::string_view hex) {
  auto digit = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
  std::string octets;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
    octets += static_cast<char>(digit(hex[i]) * 16 + digit(hex[i + 1]));
  return octets;
}

} // namespace troupe::codecs::coding
