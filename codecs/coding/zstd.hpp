#pragma once

#include "codecs/coding/decoder.hpp"
#include "codecs/coding/encoder.hpp"

#include <memory>

namespace troupe::codecs::coding {

// zstd (RFC 8878). make_encoder() and make_decoder() are for all.

std::unique_ptr<encoder> make_zstd_encoder(int level);
std::unique_ptr<decoder> make_zstd_decoder(const decoder_limits& limits);

} // namespace troupe::codecs::coding
