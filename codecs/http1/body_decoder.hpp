#pragma once

#include "codecs/base/result.hpp"
#include "codecs/fields/map.hpp"
#include "codecs/http/framing.hpp"
#include "codecs/http1/errc.hpp"
#include "codecs/http1/events.hpp"
#include "codecs/http1/limits.hpp"
#include "codecs/http1/section.hpp"

#include <cstdint>

namespace troupe::codecs::http1 {

/// Reads a body of any framing, one event a call: body_slice*, message_end.
/// Owns no buffer, performs no I/O, and reads no clock: the same octets give
/// the same events, however cut. A slice is as large as the input allows.
class body_decoder {
public:
  /// `budget` is what a chunked body may amount to.
  void begin(const http::framing& framing, std::uint64_t budget) noexcept;

  /// `progress` is fresh when the body begins, and then left to us.
  result<step, errc> feed(octets input, const limits& bounds,
                          section_progress& progress, fields::map& trailers);

  /// May the octets end here? Yes for one that ends with the connection.
  bool may_end() const noexcept {
    return state_ == state::until_close
           || (state_ == state::counted && left_ == 0);
  }

  /// Octets that may be taken from the wire without being fed.
  std::uint64_t movable() const noexcept;
  void moved(std::uint64_t n) noexcept;

private:
  enum class state : std::uint8_t {
    counted,
    until_close,
    chunk_line,
    chunk,
    chunk_end, // its CRLF
    trailers,
  };

  step slice(octets input, std::size_t at, std::uint64_t most) noexcept;
  result<step, errc> feed_chunked(octets input, const limits& bounds,
                                  section_progress& progress,
                                  fields::map& trailers);
  result<step, errc> feed_trailers(octets input, std::size_t at,
                                   const limits& bounds,
                                   section_progress& progress,
                                   fields::map& trailers);

  std::uint64_t left_ = 0;   // of the body, or of the present chunk
  std::uint64_t budget_ = 0; // of the chunks to come
  state state_ = state::counted;
};

} // namespace troupe::codecs::http1
