#include "codecs/http1/response_decoder.hpp"

#include "codecs/http1/head_meaning.hpp"
#include "codecs/http1/head_parser.hpp"

#include <limits>

namespace troupe::codecs::http1 {

void response_decoder::begin(http::method asked) noexcept {
  asked_ = asked;
  phase_ = phase::head;
  progress_ = {};
}

result<step, errc> response_decoder::feed(octets input, response_head& head,
                                          fields::map& trailers) {
  switch (phase_) {
    case phase::head: return feed_head(input, head, trailers);
    case phase::body: {
      auto fed = body_.feed(input, *limits_, progress_, trailers);
      if (fed && std::holds_alternative<message_end>(fed->event))
        phase_ = phase::done;
      return fed;
    }
    case phase::done: break;
  }
  return step{0, need_more{}};
}

result<step, errc> response_decoder::feed_head(octets input,
                                               response_head& head,
                                               fields::map& trailers) {
  auto text = as_text(input);
  if (!progress_.is_worth_reading(text, head_bounds(*limits_)))
    return step{0, need_more{}};
  auto extent = parse_response_head(text, *limits_, head);
  if (!extent)
    return extent.error();
  if (extent->size == 0) {
    progress_.note(text.size(), extent->open_line);
    return step{0, need_more{}};
  }
  if (auto fault = interpret(head, asked_))
    return *fault;
  trailers.clear();
  progress_ = {};
  auto switches
    = head.status == 101
      || (asked_ == http::method::connect && head.status / 100 == 2);
  if (switches) {
    phase_ = phase::done;
  } else if (!http::is_interim(head.status)) {
    // The origin is ours to trust with its bodies' size: the limit is for
    // requests.
    body_.begin(head.framing, std::numeric_limits<std::uint64_t>::max());
    phase_ = phase::body;
  }
  return step{extent->size, head_end{}};
}

result<event, errc> response_decoder::finish() noexcept {
  if (phase_ != phase::body || !body_.may_end())
    return errc::premature_end;
  phase_ = phase::done;
  return event{message_end{}};
}

std::uint64_t response_decoder::movable() const noexcept {
  return phase_ == phase::body ? body_.movable() : 0;
}

void response_decoder::moved(std::uint64_t n) noexcept {
  body_.moved(n);
}

} // namespace troupe::codecs::http1
