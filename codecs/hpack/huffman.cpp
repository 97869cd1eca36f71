#include "codecs/hpack/huffman.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>

namespace troupe::codecs::hpack {

namespace {

// -- the code (RFC 7541 appendix B) -------------------------------------------

constexpr auto symbols = std::size_t{257}; // the last is EOS
constexpr auto longest = 30u;

// In bits. The code is canonical: its words are in the order of their lengths,
// and of symbols where these are the same.
constexpr std::array<std::uint8_t, symbols> lengths{
  13, 23, 28, 28, 28, 28, 28, 28, 28, 24, 30, 28, 28, 30, 28, 28, //
  28, 28, 28, 28, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 28, //
  6,  10, 10, 12, 13, 6,  8,  11, 10, 10, 8,  11, 8,  6,  6,  6,  //
  5,  5,  5,  6,  6,  6,  6,  6,  6,  6,  7,  8,  15, 6,  12, 10, //
  13, 6,  7,  7,  7,  7,  7,  7,  7,  7,  7,  7,  7,  7,  7,  7,  //
  7,  7,  7,  7,  7,  7,  7,  7,  8,  7,  8,  13, 19, 13, 14, 6,  //
  15, 5,  6,  5,  6,  5,  6,  6,  6,  5,  7,  7,  6,  6,  6,  5,  //
  6,  7,  6,  5,  5,  6,  7,  7,  7,  7,  7,  15, 11, 14, 13, 28, //
  20, 22, 20, 20, 22, 22, 22, 23, 22, 23, 23, 23, 23, 23, 24, 23, //
  24, 24, 22, 23, 24, 23, 23, 23, 23, 21, 22, 23, 22, 23, 23, 24, //
  22, 21, 20, 22, 22, 23, 23, 21, 23, 22, 22, 24, 21, 22, 23, 23, //
  21, 21, 22, 21, 23, 22, 23, 23, 20, 22, 22, 22, 23, 22, 22, 23, //
  26, 26, 20, 19, 22, 23, 22, 25, 26, 26, 26, 27, 27, 26, 24, 25, //
  19, 21, 26, 27, 27, 26, 27, 24, 21, 21, 26, 26, 28, 27, 27, 27, //
  20, 24, 20, 21, 22, 21, 21, 23, 22, 22, 25, 25, 24, 24, 26, 23, //
  26, 27, 26, 26, 27, 27, 27, 27, 27, 28, 27, 27, 27, 27, 27, 26, //
  30};

struct code {
  std::array<std::uint32_t, symbols> words{};
  std::array<std::uint16_t, symbols> in_order{};
  /// Of each length: the first of its words, where its symbol is in the order,
  /// and the end of the words that are no longer, as the upper bits of 32.
  std::array<std::uint32_t, longest + 1> firsts{};
  std::array<std::uint16_t, longest + 1> places{};
  std::array<std::uint64_t, longest + 1> ends{};
};

constexpr code make_code() {
  code x;
  auto word = std::uint32_t{0};
  auto place = std::uint16_t{0};
  for (auto length = 1u; length <= longest; ++length) {
    word <<= 1;
    x.firsts[length] = word;
    x.places[length] = place;
    for (std::size_t symbol = 0; symbol < symbols; ++symbol) {
      if (lengths[symbol] != length)
        continue;
      x.in_order[place++] = static_cast<std::uint16_t>(symbol);
      x.words[symbol] = word++;
    }
    x.ends[length] = std::uint64_t{word} << (32 - length);
  }
  return x;
}

constexpr auto the_code = make_code();
constexpr auto eos = symbols - 1;

// -- decoding: one or two symbols a step, for most words are short ------------

constexpr auto step_bits = 11u;

struct step {
  std::array<char, 2> text{};
  std::uint8_t count = 0; ///< none: the word is longer
  std::uint8_t bits = 0;  ///< of both
};

using steps = std::array<step, std::size_t{1} << step_bits>;

constexpr steps make_steps() {
  steps table{};
  auto fill = [&](std::uint32_t word, unsigned bits, step x) {
    auto free = step_bits - bits;
    x.bits = static_cast<std::uint8_t>(bits);
    for (std::size_t i = 0; i < std::size_t{1} << free; ++i)
      table[(std::size_t{word} << free) + i] = x;
  };
  for (auto first : the_code.in_order) {
    auto bits = unsigned{lengths[first]};
    if (bits > step_bits)
      break;
    auto word = the_code.words[first];
    auto c = static_cast<char>(first);
    fill(word, bits, {{c, 0}, 1});
    for (auto second : the_code.in_order) {
      auto both = bits + lengths[second];
      if (both > step_bits)
        break;
      fill(word << lengths[second] | the_code.words[second], both,
           {{c, static_cast<char>(second)}, 2});
    }
  }
  return table;
}

constexpr auto the_steps = make_steps();

/// Bits that are taken from the front.
class bit_source {
public:
  explicit bit_source(std::string_view x) noexcept
    : at_(x.data()), end_(x.data() + x.size()) {
    // nop
  }

  /// At least 56 of them, unless the end comes before.
  void fill() noexcept {
    if (end_ - at_ >= 8) [[likely]] {
      std::uint64_t word;
      std::memcpy(&word, at_, sizeof word);
      if constexpr (std::endian::native == std::endian::little)
        word = __builtin_bswap64(word);
      bits_ |= word >> count_;
      at_ += (63 - count_) / 8;
      count_ |= 56;
    } else {
      for (; count_ < 56 && at_ != end_; count_ += 8)
        bits_ |= std::uint64_t{static_cast<unsigned char>(*at_++)}
                 << (56 - count_);
    }
  }

  unsigned count() const noexcept { return count_; }
  /// What is behind the last is 0.
  std::uint64_t peek(unsigned n) const noexcept { return bits_ >> (64 - n); }
  void drop(unsigned n) noexcept {
    bits_ <<= n;
    count_ -= n;
  }
  /// All that is left: the first bits of EOS, and no more than there need be.
  bool is_padding() const noexcept {
    return count_ < 8 && bits_ == ~(~std::uint64_t{0} >> count_);
  }

private:
  const char* at_;
  const char* end_;
  std::uint64_t bits_ = 0;
  unsigned count_ = 0;
};

/// One symbol, with a long word, or the last. False: there is none.
bool decode_one(bit_source& from, char*& to) noexcept {
  auto front = from.peek(32);
  auto length = 5u;
  while (length <= longest && front >= the_code.ends[length])
    ++length;
  if (length > std::min(longest, from.count()))
    return false;
  auto nth = from.peek(length) - the_code.firsts[length];
  auto symbol = the_code.in_order[the_code.places[length] + nth];
  if (symbol == eos)
    return false;
  *to++ = static_cast<char>(symbol);
  from.drop(length);
  return true;
}

} // namespace

std::size_t huffman_size(std::string_view text) noexcept {
  auto bits = std::size_t{7};
  for (auto c : text)
    bits += lengths[static_cast<unsigned char>(c)];
  return bits / 8;
}

void huffman_encode(std::string& to, std::string_view text, std::size_t size) {
  auto before = to.size();
  to.resize(before + size);
  auto* out = to.data() + before;
  auto bits = std::uint64_t{0};
  auto count = 0u;
  for (auto c : text) {
    auto symbol = static_cast<unsigned char>(c);
    bits = bits << lengths[symbol] | the_code.words[symbol];
    count += lengths[symbol];
    if (count >= 32) {
      count -= 32;
      auto word = static_cast<std::uint32_t>(bits >> count);
      if constexpr (std::endian::native == std::endian::little)
        word = __builtin_bswap32(word);
      std::memcpy(out, &word, sizeof word);
      out += sizeof word;
    }
  }
  // Padded with the first bits of EOS, which are ones.
  auto padding = (8 - count % 8) % 8;
  bits = ~(~bits << padding);
  for (count += padding; count > 0;) {
    count -= 8;
    *out++ = static_cast<char>(bits >> count);
  }
}

char* huffman_decode(std::string_view coded, char* to) noexcept {
  auto from = bit_source{coded};
  for (from.fill(); from.count() >= step_bits; from.fill()) {
    do {
      auto& x = the_steps[from.peek(step_bits)];
      if (x.count == 0) {
        from.fill();
        if (!decode_one(from, to))
          return nullptr;
        break;
      }
      std::memcpy(to, x.text.data(), x.text.size());
      to += x.count;
      from.drop(x.bits);
    } while (from.count() >= step_bits);
  }
  while (decode_one(from, to)) {
    // nop
  }
  return from.is_padding() ? to : nullptr;
}

} // namespace troupe::codecs::hpack
