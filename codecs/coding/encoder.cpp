#include "codecs/coding/encoder.hpp"

#include "codecs/coding/brotli.hpp"
#include "codecs/coding/zlib.hpp"
#include "codecs/coding/zstd.hpp"

#include <algorithm>
#include <array>
#include <cassert>

namespace troupe::codecs::coding {

namespace {

int in_range(kind x, int level) noexcept {
  auto range = levels_of(x);
  return std::clamp(level, range.lowest, range.highest);
}

} // namespace

void encoder::encode(octets input, std::string& out) {
  if (input.empty())
    return;
  unflushed_ = true;
  run(input, purpose::encode, out);
}

void encoder::flush(std::string& out) {
  if (!unflushed_)
    return;
  unflushed_ = false;
  run({}, purpose::flush, out);
}

void encoder::finish(std::string& out) {
  run({}, purpose::finish, out);
  finished_ = true;
}

void encoder::reset() {
  restart();
  unflushed_ = false;
  finished_ = false;
}

void encoder::run(octets input, purpose why, std::string& out) {
  assert(!finished_ && "reset() comes before the next message");
  std::array<char, 8192> room;
  for (auto done = false; !done;) {
    auto made = step(input, why, room);
    out.append(room.data(), made.produced);
    input = input.subspan(made.consumed);
    done = made.done;
  }
}

level_range levels_of(kind x) noexcept {
  switch (x) {
    case kind::identity: break;
    case kind::gzip:
    case kind::deflate: return {.lowest = 1, .highest = 9, .usual = 5};
    case kind::br: return {.lowest = 0, .highest = 11, .usual = 4};
    case kind::zstd: return {.lowest = 1, .highest = 19, .usual = 3};
  }
  return {};
}

std::size_t memory_of(kind x, int level) noexcept {
  // In KiB, from the lowest level on.
  constexpr auto br = std::array{646,  1670,  1051,  1047,  2122, 3245,
                                 4264, 10441, 18633, 37195, 6920, 6919};
  constexpr auto zstd = std::array{
    1337,  1529,  2041,  3321,  4345,  4345,  7417,  7417,  13561, 25853,
    25849, 50429, 34045, 50429, 66813, 34189, 50573, 51201, 83969};
  auto of
    = [i = static_cast<std::size_t>(in_range(x, level) - levels_of(x).lowest)](
        auto& table) { return static_cast<std::size_t>(table[i]) * 1024; };
  switch (x) {
    case kind::identity: return 0;
    case kind::gzip:
    case kind::deflate: return std::size_t{264} * 1024;
    case kind::br: return of(br);
    case kind::zstd: return of(zstd);
  }
  return 0;
}

std::unique_ptr<encoder> make_encoder(kind x, int level) {
  level = in_range(x, level);
  switch (x) {
    case kind::identity: break;
    case kind::gzip: return make_gzip_encoder(level);
    case kind::deflate: return make_deflate_encoder(level);
    case kind::br: return make_brotli_encoder(level);
    case kind::zstd: return make_zstd_encoder(level);
  }
  return nullptr;
}

std::unique_ptr<encoder> make_encoder(kind x) {
  return make_encoder(x, levels_of(x).usual);
}

} // namespace troupe::codecs::coding
