#include "codecs/http1/request_decoder.hpp"

#include "codecs/http1/head_meaning.hpp"
#include "codecs/http1/head_parser.hpp"

namespace troupe::codecs::http1 {

namespace {

// RFC 9112 section 2.2 would have one ignored; old clients send one after each
// body. Who sends more than a few has nothing to ask.
constexpr auto max_empty_lines = 8;

} // namespace

result<step, errc> request_decoder::feed(octets input, request_head& head,
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

result<step, errc> request_decoder::feed_head(octets input, request_head& head,
                                              fields::map& trailers) {
  auto text = as_text(input);
  while (text.starts_with("\r\n")) {
    if (++empty_lines_ > max_empty_lines)
      return errc::bad_method;
    text.remove_prefix(2);
    progress_ = {};
  }
  auto skipped = input.size() - text.size();
  if (text.empty() || !progress_.is_worth_reading(text, head_bounds(*limits_)))
    return step{skipped, need_more{}};
  auto extent = parse_request_head(text, *limits_, head);
  if (!extent)
    return extent.error();
  if (extent->size == 0) {
    progress_.note(text.size(), extent->open_line);
    return step{skipped, need_more{}};
  }
  if (auto fault = interpret(head, *limits_))
    return *fault;
  trailers.clear();
  begin_body(head.framing);
  return step{skipped + extent->size, head_end{}};
}

void request_decoder::begin() noexcept {
  phase_ = phase::head;
  progress_ = {};
  empty_lines_ = 0;
}

void request_decoder::begin_body(const http::framing& framing) noexcept {
  body_.begin(framing, limits_->body);
  progress_ = {};
  phase_ = phase::body;
}

std::uint64_t request_decoder::movable() const noexcept {
  return phase_ == phase::body ? body_.movable() : 0;
}

void request_decoder::moved(std::uint64_t n) noexcept {
  body_.moved(n);
}

bool request_decoder::in_message() const noexcept {
  return phase_ == phase::body || (phase_ == phase::head && progress_.begun());
}

} // namespace troupe::codecs::http1
