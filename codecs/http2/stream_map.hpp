#pragma once

#include "codecs/base/block_pool.hpp"
#include "codecs/http2/connection.hpp"

#include <functional>
#include <unordered_map>
#include <utility>

namespace troupe::codecs::http2 {

/// Something for each stream. What it holds stays where it is.
template <class T>
using stream_map
  = std::unordered_map<stream_id, T, std::hash<stream_id>, std::equal_to<>,
                       pool_allocator<std::pair<const stream_id, T>>>;

} // namespace troupe::codecs::http2
