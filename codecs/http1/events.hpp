#pragma once

#include "codecs/base/octets.hpp"

#include <cstddef>
#include <variant>

namespace troupe::codecs::http1 {

/// The input ended in the middle of something. What was not consumed must be
/// fed again, at the front of the next input: nothing is held here.
struct need_more {};

/// The head is complete, and with it the message's framing.
struct head_end {};

/// Part of the body. Borrowed: it lies in the input.
struct body_slice {
  octets bytes;
};

/// The message is complete; trailers, if any, are in the map given to feed().
struct message_end {};

using event = std::variant<need_more, head_end, body_slice, message_end>;

struct step {
  std::size_t consumed = 0; ///< octets of the input that are done with
  http1::event event;
};

} // namespace troupe::codecs::http1
