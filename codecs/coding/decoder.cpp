#include "codecs/coding/decoder.hpp"

#include "codecs/coding/brotli.hpp"
#include "codecs/coding/zlib.hpp"
#include "codecs/coding/zstd.hpp"

#include <algorithm>
#include <array>
#include <cassert>

namespace troupe::codecs::coding {

namespace {

// The ratio is looked at whenever so many octets more were produced, and not
// when a call ends: calls end where the network cut.
constexpr auto slice = std::size_t{16} * 1024;

} // namespace

decoder::decoder(const decoder_limits& limits) : limits_(limits) {
  assert(limits.ratio > 0 && "nothing could ever be decoded");
}

result<decoded, errc> decoder::decode(octets input, std::string& out,
                                      std::size_t most) {
  assert(most > 0 && "no room, no end");
  if (failed_)
    return *failed_;
  std::array<char, slice> room;
  decoded all;
  while (!input.empty() || filled_) {
    if (all.produced == most) {
      all.more = true;
      break;
    }
    auto n = std::min<std::uint64_t>(most - all.produced, allowance());
    auto made = step(input, {room.data(), static_cast<std::size_t>(n)});
    if (!made)
      return fail(made.error());
    consumed_ += made->consumed;
    produced_ += made->produced;
    filled_ = made->produced == n;
    if (auto problem = exceeded())
      return fail(*problem);
    out.append(room.data(), made->produced);
    input = input.subspan(made->consumed);
    all.consumed += made->consumed;
    all.produced += made->produced;
  }
  return all;
}

// Room for the next step: up to where the ratio is looked at, or to the first
// octet that is too many.
std::uint64_t decoder::allowance() const noexcept {
  auto left = limits_.total - produced_;
  return std::min<std::uint64_t>(slice - produced_ % slice,
                                 left == 0 ? 1 : left);
}

std::optional<errc> decoder::exceeded() const noexcept {
  if (produced_ > limits_.total)
    return errc::total_exceeded;
  if (produced_ % slice == 0 && produced_ > limits_.ratio_grace
      && produced_ / limits_.ratio > consumed_)
    return errc::ratio_exceeded;
  return std::nullopt;
}

std::optional<errc> decoder::finish() const noexcept {
  if (failed_)
    return failed_;
  if (consumed_ != 0 && !complete())
    return errc::truncated;
  return std::nullopt;
}

void decoder::reset() {
  restart();
  consumed_ = 0;
  produced_ = 0;
  filled_ = false;
  failed_.reset();
}

errc decoder::fail(errc code) noexcept {
  failed_ = code;
  return code;
}

std::unique_ptr<decoder> make_decoder(kind x, const decoder_limits& limits) {
  switch (x) {
    case kind::identity: break;
    case kind::gzip: return make_gzip_decoder(limits);
    case kind::deflate: return make_deflate_decoder(limits);
    case kind::br: return make_brotli_decoder(limits);
    case kind::zstd: return make_zstd_decoder(limits);
  }
  return nullptr;
}

} // namespace troupe::codecs::coding
