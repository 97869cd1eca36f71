#pragma once

#include "codecs/coding/decoder.hpp"
#include "codecs/coding/encoder.hpp"

#include <memory>

namespace troupe::codecs::coding {

// gzip and deflate, by zlib. make_encoder() and make_decoder() are for all.

std::unique_ptr<encoder> make_gzip_encoder(int level);
std::unique_ptr<encoder> make_deflate_encoder(int level);
std::unique_ptr<decoder> make_gzip_decoder(const decoder_limits& limits);
std::unique_ptr<decoder> make_deflate_decoder(const decoder_limits& limits);

} // namespace troupe::codecs::coding
