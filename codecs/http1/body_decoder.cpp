#include "codecs/http1/body_decoder.hpp"

#include "codecs/http1/chunk_line.hpp"
#include "codecs/http1/head_parser.hpp"

#include <algorithm>
#include <cassert>
#include <limits>

namespace troupe::codecs::http1 {

namespace {

constexpr auto unbounded = std::numeric_limits<std::uint64_t>::max();

} // namespace

void body_decoder::begin(const http::framing& framing,
                         std::uint64_t budget) noexcept {
  left_ = framing.length;
  budget_ = budget;
  switch (framing.kind) {
    case http::body_kind::none:
    case http::body_kind::length: state_ = state::counted; break;
    case http::body_kind::chunked: state_ = state::chunk_line; break;
    case http::body_kind::until_close: state_ = state::until_close; break;
  }
}

result<step, errc> body_decoder::feed(octets input, const limits& bounds,
                                      section_progress& progress,
                                      fields::map& trailers) {
  switch (state_) {
    case state::counted:
      if (left_ == 0)
        return step{0, message_end{}};
      return slice(input, 0, left_);
    case state::until_close: return slice(input, 0, unbounded);
    default: return feed_chunked(input, bounds, progress, trailers);
  }
}

step body_decoder::slice(octets input, std::size_t at,
                         std::uint64_t most) noexcept {
  auto n = static_cast<std::size_t>(
    std::min<std::uint64_t>(input.size() - at, most));
  if (n == 0)
    return {at, need_more{}};
  moved(n);
  return {at + n, body_slice{input.subspan(at, n)}};
}

result<step, errc> body_decoder::feed_chunked(octets input,
                                              const limits& bounds,
                                              section_progress& progress,
                                              fields::map& trailers) {
  auto text = as_text(input);
  auto at = std::size_t{0};
  if (state_ == state::chunk_end) {
    auto have = text.substr(0, 2);
    if (have != std::string_view{"\r\n"}.substr(0, have.size()))
      return errc::bad_chunk_ending;
    if (have.size() < 2)
      return step{0, need_more{}};
    at = 2;
    state_ = state::chunk_line;
  }
  if (state_ == state::chunk_line) {
    auto line = parse_chunk_line(text.substr(at), bounds);
    if (!line)
      return line.error();
    if (line->size == 0)
      return step{at, need_more{}};
    if (line->chunk > budget_)
      return errc::body_too_large;
    at += line->size;
    left_ = line->chunk;
    budget_ -= line->chunk;
    state_ = line->chunk == 0 ? state::trailers : state::chunk;
  }
  if (state_ == state::chunk)
    return slice(input, at, left_);
  return feed_trailers(input, at, bounds, progress, trailers);
}

result<step, errc> body_decoder::feed_trailers(octets input, std::size_t at,
                                               const limits& bounds,
                                               section_progress& progress,
                                               fields::map& trailers) {
  auto text = as_text(input).substr(at);
  if (!progress.is_worth_reading(text, trailer_bounds(bounds)))
    return step{at, need_more{}};
  auto extent = parse_trailers(text, bounds, trailers);
  if (!extent)
    return extent.error();
  if (extent->size == 0) {
    progress.note(text.size(), extent->open_line);
    return step{at, need_more{}};
  }
  state_ = state::counted; // and nothing left: the message has ended
  return step{at + extent->size, message_end{}};
}

std::uint64_t body_decoder::movable() const noexcept {
  switch (state_) {
    case state::counted:
    case state::chunk: return left_;
    case state::until_close: return unbounded;
    default: return 0;
  }
}

void body_decoder::moved(std::uint64_t n) noexcept {
  assert(n <= movable() && "took more than the body, or chunk, has");
  if (state_ == state::until_close)
    return;
  left_ -= n;
  if (left_ == 0 && state_ == state::chunk)
    state_ = state::chunk_end;
}

} // namespace troupe::codecs::http1
