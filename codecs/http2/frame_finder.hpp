#pragma once

#include "codecs/base/octets.hpp"
#include "codecs/http2/frame_rules.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>

namespace troupe::codecs::http2 {

/// Follows the frames of a connection (RFC 9113 section 4.1) as far as to find
/// what nghttp2 passes over and tells nobody of, or takes for something else:
/// DATA of streams that it has closed, what priorities say, heads that cannot
/// be.
class frame_finder {
public:
  enum class kind : std::uint8_t {
    none,
    data,            ///< its head is complete
    priority,        ///< so are the four octets behind it, which tell
    priority_update, ///< the same (RFC 9218 section 7.1)
    fault,           ///< its head is complete, and breaks a rule
  };

  /// `before`: octets before the first frame, of a client's preface.
  /// `finds_data` is for who wants to know of that.
  frame_finder(std::size_t before, std::size_t max_frame,
               bool finds_data) noexcept
    : rest_(before), max_frame_(max_frame), finds_data_(finds_data) {
    // nop
  }

  /// How many octets of `input` there are until the next such frame is there;
  /// all, if there is none. To be called with the rest, then.
  std::size_t next(octets input) noexcept {
    found_ = kind::none;
    auto at = std::size_t{0};
    while (at < input.size() && found_ == kind::none) {
      auto step = std::min(rest_, input.size() - at);
      rest_ -= step;
      at += step;
      if (rest_ == 0)
        at += take(input.subspan(at));
      if (filled_ == wanted_)
        look();
    }
    return at;
  }

  kind found() const noexcept { return found_; }
  errc fault() const noexcept { return fault_.value_or(errc::no_error); }
  /// Of the frame that was found.
  std::int32_t stream() const noexcept { return id_at(5); }
  /// The stream that the priority refers to.
  std::int32_t referred() const noexcept { return id_at(head_size); }

private:
  static constexpr std::size_t head_size = 9;
  static constexpr std::size_t reference_size = 4;

  /// Of what is wanted; most heads come in one piece.
  std::size_t take(octets input) noexcept {
    if (filled_ == 0 && input.size() >= head_size) {
      std::memcpy(taken_.data(), input.data(), head_size);
      filled_ = head_size;
      return head_size;
    }
    auto n = std::min(wanted_ - filled_, input.size());
    std::memcpy(taken_.data() + filled_, input.data(), n);
    filled_ += n;
    return n;
  }

  void look() noexcept {
    auto size = number_at(0) >> 8;
    auto what = kind_of(taken_[3]);
    auto refers = what == kind::priority || what == kind::priority_update;
    if (wanted_ == head_size) {
      fault_ = fault_of({.length = size,
                         .type = taken_[3],
                         .flags = taken_[4],
                         .stream = stream()},
                        max_frame_);
      if (fault_)
        what = kind::fault;
      else if (what == kind::data && !finds_data_)
        what = kind::none;
      else if (refers && size >= reference_size)
        return void(wanted_ += reference_size);
      else if (refers)
        what = kind::none;
    }
    rest_ = size - (wanted_ - head_size);
    found_ = what;
    filled_ = 0;
    wanted_ = head_size;
  }

  static kind kind_of(std::uint8_t type) noexcept {
    switch (type) {
      case 0x00: return kind::data;
      case 0x02: return kind::priority;
      case 0x10: return kind::priority_update;
      default: return kind::none;
    }
  }

  std::int32_t id_at(std::size_t at) const noexcept {
    return static_cast<std::int32_t>(number_at(at) & 0x7fffffff);
  }

  std::uint32_t number_at(std::size_t at) const noexcept {
    auto octet = [&](std::size_t i) { return std::uint32_t{taken_[at + i]}; };
    return octet(0) << 24 | octet(1) << 16 | octet(2) << 8 | octet(3);
  }

  std::size_t rest_;
  std::size_t max_frame_;
  bool finds_data_;
  std::array<std::uint8_t, head_size + reference_size> taken_{};
  std::size_t filled_ = 0;
  std::size_t wanted_ = head_size;
  kind found_ = kind::none;
  std::optional<errc> fault_;
};

} // namespace troupe::codecs::http2
