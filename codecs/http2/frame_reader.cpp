#include "codecs/http2/frame_reader.hpp"

#include "codecs/http2/frame_rules.hpp"

#include <algorithm>
#include <cstring>

namespace troupe::codecs::http2 {

bool frame_reader::next(octets& input, piece& to) {
  if (!in_frame_)
    kept_.clear();
  to.fault.reset();
  to.begins = to.ends = false;
  if (!in_frame_ && !take_head(input, to))
    return false;
  if (to.fault)
    return true;
  if (head_.type != frame_type::data)
    return take_whole(input, to);
  if (!has_begun_ && !begin_data(input, to))
    return false;
  return to.fault || take_data(input, to);
}

bool frame_reader::take_head(octets& input, piece& to) {
  if (head_filled_ == 0 && input.size() >= frame_head_size) {
    head_ = read_frame_head(input);
    input = input.subspan(frame_head_size);
  } else {
    auto n = std::min(frame_head_size - head_filled_, input.size());
    if (n > 0)
      std::memcpy(head_text_.data() + head_filled_, input.data(), n);
    head_filled_ += n;
    input = input.subspan(n);
    if (head_filled_ < frame_head_size)
      return false;
    head_ = read_frame_head(head_text_);
    head_filled_ = 0;
  }
  in_frame_ = true;
  has_begun_ = false;
  left_ = head_.length;
  padding_ = padding_left_ = 0;
  to.head = head_;
  to.fault = fault_of(head_, max_frame_);
  return true;
}

/// Waits for the octet that says how much padding there is.
bool frame_reader::begin_data(octets& input, piece& to) {
  to.head = head_;
  if (head_.has(flag::padded)) {
    if (input.empty())
      return false;
    padding_left_ = std::to_integer<std::size_t>(input.front());
    padding_ = padding_left_ + 1;
    input = input.subspan(1);
    if (padding_ > left_)
      to.fault = errc::protocol_error; // section 6.1
    else
      left_ -= padding_;
  }
  has_begun_ = to.begins = true;
  return true;
}

bool frame_reader::take_data(octets& input, piece& to) {
  auto n = std::min(left_, input.size());
  to.payload = input.first(n);
  input = input.subspan(n);
  left_ -= n;
  if (left_ == 0) {
    auto skipped = std::min(padding_left_, input.size());
    input = input.subspan(skipped);
    padding_left_ -= skipped;
    if (padding_left_ == 0)
      end(to);
  }
  to.head = head_;
  return to.begins || to.ends || n > 0;
}

bool frame_reader::take_whole(octets& input, piece& to) {
  if (kept_.empty() && input.size() >= left_) {
    to.payload = input.first(left_);
    input = input.subspan(left_);
  } else {
    if (kept_.empty())
      kept_.reserve(left_);
    auto n = std::min(left_, input.size());
    kept_.append(as_text(input.first(n)));
    input = input.subspan(n);
    left_ -= n;
    if (left_ > 0)
      return false;
    to.payload = as_octets(kept_);
  }
  to.head = head_;
  to.begins = true;
  end(to);
  return true;
}

void frame_reader::end(piece& to) noexcept {
  in_frame_ = false;
  to.ends = true;
}

void frame_reader::rest() noexcept {
  constexpr auto little = std::size_t{256};
  if (!in_frame_ && kept_.capacity() > little)
    std::string{}.swap(kept_);
}

} // namespace troupe::codecs::http2
