#pragma once

#include "codecs/base/result.hpp"
#include "codecs/http1/body_decoder.hpp"
#include "codecs/http1/errc.hpp"
#include "codecs/http1/events.hpp"
#include "codecs/http1/head.hpp"
#include "codecs/http1/limits.hpp"
#include "codecs/http1/section.hpp"

#include <cstdint>

namespace troupe::codecs::http1 {

/// Reads requests from a connection, one event a call. Owns no buffer,
/// performs no I/O and reads no clock: the same octets give the same events,
/// however they were cut. Small, because every idle connection has one.
///
///     while (auto step = decoder.feed(input, head, trailers)) { ... }
///
/// A message is head_end, body_slice*, message_end; then begin() for the next.
class request_decoder {
public:
  /// Borrowed: the limits outlive the decoder.
  explicit request_decoder(const limits& bounds) noexcept : limits_(&bounds) {}

  /// `input` is everything not yet consumed. `head` is filled before head_end,
  /// `trailers` before message_end; both point into `input`. After an error
  /// nothing more can be read from the connection.
  result<step, errc> feed(octets input, request_head& head,
                          fields::map& trailers);

  /// Ready for the next request, after message_end.
  void begin() noexcept;
  /// Its head was understood otherwise: what is fed next is the body.
  void begin_body(const http::framing& framing) noexcept;

  /// Octets of the present body, or chunk, that may be taken from the wire
  /// without being fed: a body that is moved by the kernel. 0 outside of one.
  std::uint64_t movable() const noexcept;
  /// So many of them have been taken.
  void moved(std::uint64_t n) noexcept;

  /// Octets of a request have been seen, and it is not complete.
  bool in_message() const noexcept;

private:
  enum class phase : std::uint8_t { head, body, done };

  result<step, errc> feed_head(octets input, request_head& head,
                               fields::map& trailers);

  const limits* limits_;
  body_decoder body_;
  section_progress progress_; // of the head, and later of the trailers
  phase phase_ = phase::head;
  std::uint8_t empty_lines_ = 0; // before the request line
};

static_assert(sizeof(request_decoder) <= 48);

} // namespace troupe::codecs::http1
