#include "codecs/coding/brotli.hpp"

#include <brotli/decode.h>
#include <brotli/encode.h>

#include <new>

namespace troupe::codecs::coding {

namespace {

// The logarithm of the window: make_encoder() says why.
constexpr auto window_bits = std::uint32_t{18};

struct destroy {
  void operator()(BrotliEncoderState* x) const noexcept {
    BrotliEncoderDestroyInstance(x);
  }
  void operator()(BrotliDecoderState* x) const noexcept {
    BrotliDecoderDestroyInstance(x);
  }
};

using encoder_state = std::unique_ptr<BrotliEncoderState, destroy>;
using decoder_state = std::unique_ptr<BrotliDecoderState, destroy>;

encoder_state new_encoder(int level) {
  auto x
    = encoder_state{BrotliEncoderCreateInstance(nullptr, nullptr, nullptr)};
  if (x == nullptr)
    throw std::bad_alloc{};
  BrotliEncoderSetParameter(x.get(), BROTLI_PARAM_QUALITY,
                            static_cast<std::uint32_t>(level));
  BrotliEncoderSetParameter(x.get(), BROTLI_PARAM_LGWIN, window_bits);
  return x;
}

decoder_state new_decoder() {
  auto x
    = decoder_state{BrotliDecoderCreateInstance(nullptr, nullptr, nullptr)};
  if (x == nullptr)
    throw std::bad_alloc{};
  return x;
}

const std::uint8_t* numbers(octets x) noexcept {
  return reinterpret_cast<const std::uint8_t*>(x.data());
}

std::uint8_t* numbers(std::span<char> x) noexcept {
  return reinterpret_cast<std::uint8_t*>(x.data());
}

class brotli_encoder final : public encoder {
public:
  explicit brotli_encoder(int level) : level_(level) {}

private:
  progress step(octets input, purpose why, std::span<char> room) override {
    auto in = input.size();
    auto out = room.size();
    auto* next_in = numbers(input);
    auto* next_out = numbers(room);
    if (!BrotliEncoderCompressStream(state_.get(), operation(why), &in,
                                     &next_in, &out, &next_out, nullptr))
      throw std::bad_alloc{}; // the one thing that can go wrong
    auto done = why == purpose::finish
                  ? BrotliEncoderIsFinished(state_.get())
                  : in == 0 && !BrotliEncoderHasMoreOutput(state_.get());
    return {input.size() - in, room.size() - out, done != BROTLI_FALSE};
  }

  // The library cannot begin again; its large tables live for one message.
  void restart() override { state_ = new_encoder(level_); }

  static BrotliEncoderOperation operation(purpose why) noexcept {
    switch (why) {
      case purpose::encode: return BROTLI_OPERATION_PROCESS;
      case purpose::flush: return BROTLI_OPERATION_FLUSH;
      case purpose::finish: return BROTLI_OPERATION_FINISH;
    }
    return BROTLI_OPERATION_PROCESS;
  }

  int level_;
  encoder_state state_ = new_encoder(level_);
};

bool is_out_of_memory(BrotliDecoderErrorCode code) noexcept {
  return code <= BROTLI_DECODER_ERROR_ALLOC_CONTEXT_MODES
         && code >= BROTLI_DECODER_ERROR_ALLOC_BLOCK_TYPE_TREES;
}

class brotli_decoder final : public decoder {
public:
  using decoder::decoder;

private:
  result<progress, errc> step(octets input, std::span<char> room) override {
    if (ended_ && !input.empty())
      return errc::trailing_garbage;
    auto in = input.size();
    auto out = room.size();
    auto* next_in = numbers(input);
    auto* next_out = numbers(room);
    switch (BrotliDecoderDecompressStream(state_.get(), &in, &next_in, &out,
                                          &next_out, nullptr)) {
      case BROTLI_DECODER_RESULT_ERROR:
        if (is_out_of_memory(BrotliDecoderGetErrorCode(state_.get())))
          throw std::bad_alloc{};
        return errc::corrupt;
      case BROTLI_DECODER_RESULT_SUCCESS: ended_ = true; break;
      default: break;
    }
    return progress{input.size() - in, room.size() - out};
  }

  void restart() override {
    state_ = new_decoder();
    ended_ = false;
  }

  bool complete() const noexcept override { return ended_; }

  decoder_state state_ = new_decoder();
  bool ended_ = false;
};

} // namespace

std::unique_ptr<encoder> make_brotli_encoder(int level) {
  return std::make_unique<brotli_encoder>(level);
}

std::unique_ptr<decoder> make_brotli_decoder(const decoder_limits& limits) {
  return std::make_unique<brotli_decoder>(limits);
}

} // namespace troupe::codecs::coding
