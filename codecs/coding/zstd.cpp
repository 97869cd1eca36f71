#include "codecs/coding/zstd.hpp"

#include "codecs/coding/signature.hpp"

#include <zstd.h>
#include <zstd_errors.h>

#include <algorithm>
#include <cassert>
#include <new>
#include <string_view>

namespace troupe::codecs::coding {

namespace {

// The logarithm of the window: make_encoder() says why.
constexpr auto window_bits = 19;
// And of the largest that may be asked of a decoder: 8 MiB (RFC 9659).
constexpr auto most_window_bits = 23;

struct destroy {
  void operator()(ZSTD_CCtx* x) const noexcept { ZSTD_freeCCtx(x); }
  void operator()(ZSTD_DCtx* x) const noexcept { ZSTD_freeDCtx(x); }
};

class zstd_encoder final : public encoder {
public:
  explicit zstd_encoder(int level) : state_(ZSTD_createCCtx()) {
    if (state_ == nullptr)
      throw std::bad_alloc{};
    set(ZSTD_c_compressionLevel, level);
    set(ZSTD_c_windowLog, window_bits);
  }

private:
  progress step(octets input, purpose why, std::span<char> room) override {
    auto in = ZSTD_inBuffer{input.data(), input.size(), 0};
    auto out = ZSTD_outBuffer{room.data(), room.size(), 0};
    auto left = ZSTD_compressStream2(state_.get(), &out, &in, directive(why));
    if (ZSTD_isError(left))
      throw std::bad_alloc{}; // the one thing that can go wrong
    auto done = why == purpose::encode ? in.pos == in.size : left == 0;
    return {in.pos, out.pos, done};
  }

  void restart() override {
    ZSTD_CCtx_reset(state_.get(), ZSTD_reset_session_only);
  }

  void set(ZSTD_cParameter name, int value) noexcept {
    [[maybe_unused]] auto code
      = ZSTD_CCtx_setParameter(state_.get(), name, value);
    assert(!ZSTD_isError(code) && "no such parameter, or value");
  }

  static ZSTD_EndDirective directive(purpose why) noexcept {
    switch (why) {
      case purpose::encode: return ZSTD_e_continue;
      case purpose::flush: return ZSTD_e_flush;
      case purpose::finish: return ZSTD_e_end;
    }
    return ZSTD_e_continue;
  }

  std::unique_ptr<ZSTD_CCtx, destroy> state_;
};

// A frame, or one to be skipped (RFC 8878 section 3.1). The library would also
// take frames of formats that were before the RFC.
bool begins_frame(octets x) noexcept {
  constexpr auto frame = std::string_view{"\x28\xb5\x2f\xfd"};
  constexpr auto skippable = std::string_view{"\x2a\x4d\x18"}; // after 0x5?
  auto magic = as_text(x).substr(0, frame.size());
  return frame.starts_with(magic)
         || ((x.front() & std::byte{0xf0}) == std::byte{0x50}
             && skippable.starts_with(magic.substr(1)));
}

// Octets of the longest frame header, and fewer than any frame has (sections
// 3.1.1 and 3.1.2).
constexpr auto longest_header = std::size_t{18};
constexpr auto no_frame = std::size_t{4};

class zstd_decoder final : public decoder {
public:
  explicit zstd_decoder(const decoder_limits& limits)
    : decoder(limits), state_(ZSTD_createDCtx()) {
    if (state_ == nullptr)
      throw std::bad_alloc{};
    ZSTD_DCtx_setParameter(state_.get(), ZSTD_d_windowLogMax, most_window_bits);
  }

private:
  result<progress, errc> step(octets input, std::span<char> room) override {
    if (auto problem = header_.check(input, begins_frame))
      return *problem;
    // A header goes in small pieces. Where the library sees a whole frame, or
    // what looks like one after half a header, it decodes that at once, and
    // does not look at the window.
    if (auto n = header_.size_in(input); n > 0)
      input = input.first(std::min(n, no_frame));
    auto in = ZSTD_inBuffer{input.data(), input.size(), 0};
    auto out = ZSTD_outBuffer{room.data(), room.size(), 0};
    auto wants = ZSTD_decompressStream(state_.get(), &out, &in);
    if (ZSTD_isError(wants))
      return meaning_of(ZSTD_getErrorCode(wants));
    header_.consumed(input.first(in.pos));
    if (wants == 0)
      header_.next();
    return progress{in.pos, out.pos};
  }

  static errc meaning_of(ZSTD_ErrorCode code) {
    switch (code) {
      case ZSTD_error_memory_allocation: throw std::bad_alloc{};
      case ZSTD_error_frameParameter_windowTooLarge:
        return errc::window_too_large;
      default: return errc::corrupt;
    }
  }

  void restart() override {
    ZSTD_DCtx_reset(state_.get(), ZSTD_reset_session_only);
    header_ = {};
  }

  bool complete() const noexcept override { return header_.awaited(); }

  std::unique_ptr<ZSTD_DCtx, destroy> state_;
  signature<longest_header> header_;
};

} // namespace

std::unique_ptr<encoder> make_zstd_encoder(int level) {
  return std::make_unique<zstd_encoder>(level);
}

std::unique_ptr<decoder> make_zstd_decoder(const decoder_limits& limits) {
  return std::make_unique<zstd_decoder>(limits);
}

} // namespace troupe::codecs::coding
