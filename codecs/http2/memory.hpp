#pragma once

#include <nghttp2/nghttp2.h>

namespace troupe::codecs::http2 {

/// Where nghttp2 has its memory from: the block_pool, for a stream costs it a
/// dozen blocks, none of which lives long.
nghttp2_mem* pooled_memory() noexcept;

} // namespace troupe::codecs::http2
