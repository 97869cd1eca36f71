#include "codecs/coding/zlib.hpp"

#include "codecs/coding/signature.hpp"

#include <algorithm>
#include <cassert>
#include <new>
#include <string_view>

#define ZLIB_CONST
#include <zlib.h>

namespace troupe::codecs::coding {

namespace {

// What deflateInit2 and inflateInit2 call windowBits: the logarithm of 32 KiB,
// and by its sign or an added 16 the format.
constexpr auto zlib_format = 15;
constexpr auto gzip_format = 15 + 16;
constexpr auto raw_format = -15;

void expect_memory(int code) {
  if (code != Z_OK)
    throw std::bad_alloc{};
}

// zlib counts in 32 bits.
void lend(z_stream& stream, octets input, std::span<char> room) noexcept {
  constexpr auto most = std::size_t{1} << 30;
  stream.next_in = reinterpret_cast<const Bytef*>(input.data());
  stream.avail_in = static_cast<uInt>(std::min(input.size(), most));
  stream.next_out = reinterpret_cast<Bytef*>(room.data());
  stream.avail_out = static_cast<uInt>(std::min(room.size(), most));
}

std::size_t consumed(const z_stream& stream, octets input) noexcept {
  auto* begin = reinterpret_cast<const Bytef*>(input.data());
  return static_cast<std::size_t>(stream.next_in - begin);
}

std::size_t produced(const z_stream& stream, std::span<char> room) noexcept {
  auto* begin = reinterpret_cast<const Bytef*>(room.data());
  return static_cast<std::size_t>(stream.next_out - begin);
}

// -- encoder ------------------------------------------------------------------

class zlib_encoder final : public encoder {
public:
  zlib_encoder(int format, int level) {
    constexpr auto usual_memory = 8;
    expect_memory(deflateInit2(&stream_, level, Z_DEFLATED, format,
                               usual_memory, Z_DEFAULT_STRATEGY));
  }
  ~zlib_encoder() override { deflateEnd(&stream_); }

private:
  progress step(octets input, purpose why, std::span<char> room) override {
    lend(stream_, input, room);
    auto code = deflate(&stream_, flush_mode(why));
    assert(code != Z_STREAM_ERROR && "deflate is not in order");
    auto used = consumed(stream_, input);
    auto done = why == purpose::finish
                  ? code == Z_STREAM_END
                  : used == input.size() && stream_.avail_out > 0;
    return {used, produced(stream_, room), done};
  }

  void restart() override { deflateReset(&stream_); }

  static int flush_mode(purpose why) noexcept {
    switch (why) {
      case purpose::encode: return Z_NO_FLUSH;
      case purpose::flush: return Z_SYNC_FLUSH;
      case purpose::finish: return Z_FINISH;
    }
    return Z_NO_FLUSH;
  }

  z_stream stream_{};
};

// -- decoders -----------------------------------------------------------------

class inflater {
public:
  struct inflated {
    std::size_t consumed = 0;
    std::size_t produced = 0;
    bool ended = false;
  };

  explicit inflater(int format) {
    expect_memory(inflateInit2(&stream_, format));
  }
  inflater(const inflater&) = delete;
  inflater& operator=(const inflater&) = delete;
  ~inflater() { inflateEnd(&stream_); }

  void begin(int format) { expect_memory(inflateReset2(&stream_, format)); }

  result<inflated, errc> feed(octets input, std::span<char> room) {
    lend(stream_, input, room);
    switch (inflate(&stream_, Z_NO_FLUSH)) {
      case Z_OK:
      case Z_BUF_ERROR: return moved(input, room, false);
      case Z_STREAM_END: return moved(input, room, true);
      case Z_MEM_ERROR: throw std::bad_alloc{};
      default: return errc::corrupt; // Z_NEED_DICT, too: nobody agreed on one
    }
  }

private:
  inflated moved(octets input, std::span<char> room, bool ended) noexcept {
    return {consumed(stream_, input), produced(stream_, room), ended};
  }

  z_stream stream_{};
};

bool begins_gzip(octets x) noexcept {
  return std::string_view{"\x1f\x8b"}.starts_with(as_text(x));
}

class gzip_decoder final : public decoder {
public:
  using decoder::decoder;

private:
  result<progress, errc> step(octets input, std::span<char> room) override {
    if (auto problem = signature_.check(input, begins_gzip))
      return *problem;
    auto got = inflater_.feed(input, room);
    if (!got)
      return got.error();
    signature_.consumed(input.first(got->consumed));
    if (got->ended) {
      signature_.next();
      inflater_.begin(gzip_format);
    }
    return progress{got->consumed, got->produced};
  }

  void restart() override {
    signature_ = {};
    inflater_.begin(gzip_format);
  }

  bool complete() const noexcept override { return signature_.awaited(); }

  signature<2> signature_;
  inflater inflater_{gzip_format};
};

class deflate_decoder final : public decoder {
public:
  using decoder::decoder;

private:
  enum class phase : std::uint8_t { begin, inside, ended };

  result<progress, errc> step(octets input, std::span<char> room) override {
    if (phase_ == phase::ended) {
      if (!input.empty())
        return errc::trailing_garbage;
      return progress{};
    }
    if (phase_ == phase::begin && !input.empty()) {
      inflater_.begin(is_zlib(input.front()) ? zlib_format : raw_format);
      phase_ = phase::inside;
    }
    auto got = inflater_.feed(input, room);
    if (!got)
      return got.error();
    if (got->ended)
      phase_ = phase::ended;
    return progress{got->consumed, got->produced};
  }

  // RFC 1950 section 2.2: the method, 8, is in the lower half of the first
  // octet. Raw, that is a stored block with one of the padding bits set, which
  // no encoder writes (RFC 1951 section 3.2.4).
  static bool is_zlib(std::byte first) noexcept {
    return (first & std::byte{0x0f}) == std::byte{8};
  }

  void restart() override { phase_ = phase::begin; }

  bool complete() const noexcept override { return phase_ == phase::ended; }

  phase phase_ = phase::begin;
  inflater inflater_{zlib_format};
};

} // namespace

std::unique_ptr<encoder> make_gzip_encoder(int level) {
  return std::make_unique<zlib_encoder>(gzip_format, level);
}

std::unique_ptr<encoder> make_deflate_encoder(int level) {
  return std::make_unique<zlib_encoder>(zlib_format, level);
}

std::unique_ptr<decoder> make_gzip_decoder(const decoder_limits& limits) {
  return std::make_unique<gzip_decoder>(limits);
}

std::unique_ptr<decoder> make_deflate_decoder(const decoder_limits& limits) {
  return std::make_unique<deflate_decoder>(limits);
}

} // namespace troupe::codecs::coding
