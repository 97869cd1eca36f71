#include "codecs/coding/encoder.hpp"

#include "codecs/coding/brotli.hpp"
#include "codecs/coding/zlib.hpp"
#include "codecs/coding/zstd.hpp"

#include <algorithm>
#include <array>
#include <cassert>

namespace troupe::codecs::coding {

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

std::unique_ptr<encoder> make_encoder(kind x, int level) {
  auto range = levels_of(x);
  level = std::clamp(level, range.lowest, range.highest);
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
