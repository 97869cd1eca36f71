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

/// Reads responses from a connection to an origin, one event a call, under the
/// same rules as request_decoder. An interim response (1xx other than 101) is a
/// head_end, after which the next head is read. After the head_end of a 101, or
/// of a 2xx to CONNECT, the connection speaks something else: no more feed().
class response_decoder {
public:
  explicit response_decoder(const limits& bounds) noexcept : limits_(&bounds) {}

  /// A response to a request of that method is expected: HEAD has no body.
  void begin(http::method asked) noexcept;

  result<step, errc> feed(octets input, response_head& head,
                          fields::map& trailers);

  /// The origin closed. message_end if that is how the response ends, or if it
  /// has ended already and only feed() has not said so yet; else premature_end.
  result<event, errc> finish() noexcept;

  std::uint64_t movable() const noexcept; ///< unbounded bodies: the maximum
  void moved(std::uint64_t n) noexcept;

private:
  enum class phase : std::uint8_t { head, body, done };

  result<step, errc> feed_head(octets input, response_head& head,
                               fields::map& trailers);

  const limits* limits_;
  body_decoder body_;
  section_progress progress_; // of the head, and later of the trailers
  phase phase_ = phase::done;
  http::method asked_ = http::method::other;
};

static_assert(sizeof(response_decoder) <= 48);

} // namespace troupe::codecs::http1
