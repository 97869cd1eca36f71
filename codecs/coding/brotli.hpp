#pragma once

#include "codecs/coding/decoder.hpp"
#include "codecs/coding/encoder.hpp"

#include <memory>

namespace troupe::codecs::coding {

// br (RFC 7932). make_encoder() and make_decoder() are for all.

std::unique_ptr<encoder> make_brotli_encoder(int level);
std::unique_ptr<decoder> make_brotli_decoder(const decoder_limits& limits);

} // namespace troupe::codecs::coding
