#include "codecs/base/sip_hash.hpp"

#include <bit>
#include <cstddef>

namespace troupe::codecs {

namespace {

/// Up to eight octets as a number, the first of them the lowest.
std::uint64_t little_endian(std::string_view x) noexcept {
  auto result = std::uint64_t{0};
  for (std::size_t i = 0; i < x.size(); ++i)
    result |= std::uint64_t{static_cast<unsigned char>(x[i])} << 8 * i;
  return result;
}

class sip_state {
public:
  explicit sip_state(const sip_key& key) noexcept
    : a_(key.first ^ 0x736f6d6570736575), b_(key.second ^ 0x646f72616e646f6d),
      c_(key.first ^ 0x6c7967656e657261), d_(key.second ^ 0x7465646279746573) {
    // nop
  }

  void compress(std::uint64_t word) noexcept {
    d_ ^= word;
    round();
    round();
    a_ ^= word;
  }

  std::uint64_t finish() noexcept {
    c_ ^= 0xff;
    for (auto i = 0; i < 4; ++i)
      round();
    return a_ ^ b_ ^ c_ ^ d_;
  }

private:
  void round() noexcept {
    a_ += b_;
    c_ += d_;
    b_ = std::rotl(b_, 13) ^ a_;
    d_ = std::rotl(d_, 16) ^ c_;
    a_ = std::rotl(a_, 32) + d_;
    c_ += b_;
    d_ = std::rotl(d_, 21) ^ a_;
    b_ = std::rotl(b_, 17) ^ c_;
    c_ = std::rotl(c_, 32);
  }

  std::uint64_t a_;
  std::uint64_t b_;
  std::uint64_t c_;
  std::uint64_t d_;
};

} // namespace

std::uint64_t sip_hash(const sip_key& key, std::string_view text) noexcept {
  auto state = sip_state{key};
  auto length = std::uint64_t{text.size()} << 56;
  for (; text.size() >= 8; text.remove_prefix(8))
    state.compress(little_endian(text.substr(0, 8)));
  state.compress(little_endian(text) | length);
  return state.finish();
}

} // namespace troupe::codecs
