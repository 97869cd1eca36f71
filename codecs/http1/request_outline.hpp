#pragma once

#include "codecs/base/block_pool.hpp"
#include "codecs/fields/name.hpp"
#include "codecs/http/framing.hpp"
#include "codecs/http/method.hpp"

#include <cstddef>
#include <string_view>
#include <vector>

namespace troupe::codecs::http1 {

/// Where the parts of a request's head lie in its text, as whoever has written
/// that knows: who needs them one by one does not have to read it again.
/// Counted from the text's beginning, for texts move.
struct request_outline {
  struct part {
    std::size_t at = 0;
    std::size_t size = 0;

    std::string_view of(std::string_view text) const noexcept {
      return {text.data() + at, size};
    }
  };

  /// A field that is for the next hop, whatever its version: neither Host nor
  /// what HTTP/1.1 needs for framing and connections.
  struct line {
    part name;
    part value;
    fields::name id = fields::name::other;
  };

  http::method method = http::method::other;
  part method_text;
  part target; ///< in origin form, or the asterisk
  part authority;
  http::framing framing;
  bool accepts_trailers = false;
  std::vector<line, pool_allocator<line>> lines;
  std::size_t size = 0; ///< of the text; 0: nobody has outlined it

  bool empty() const noexcept { return size == 0; }
  void clear() noexcept {
    lines.clear();
    size = 0;
  }
};

} // namespace troupe::codecs::http1
