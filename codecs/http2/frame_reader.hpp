#pragma once

#include "codecs/base/octets.hpp"
#include "codecs/http2/errc.hpp"
#include "codecs/http2/frame.hpp"

#include <array>
#include <cstddef>
#include <optional>
#include <string>

namespace troupe::codecs::http2 {

/// Cuts what a peer says into frames (RFC 9113 section 4.1), wherever the
/// octets are cut. DATA are told as they come, without their padding; of all
/// others the whole frame, which is kept until then unless it lies in one
/// piece.
class frame_reader {
public:
  /// The payload that we take.
  explicit frame_reader(std::size_t max_frame) noexcept
    : max_frame_(max_frame) {
    // nop
  }

  struct piece {
    frame_head head;
    octets payload;            ///< borrowed until the next call
    std::optional<errc> fault; ///< of the connection: read no more
    bool begins = false;       ///< the frame; its length is told by then
    bool ends = false;         ///< all of it was there
  };

  /// Takes from the front of `input`. False: that is all, as yet.
  bool next(octets& input, piece& to);

  /// Of DATA, with the octet that says how much: what is no content. Known when
  /// the frame begins.
  std::size_t padding() const noexcept { return padding_; }

  /// Nothing will come for some time: keeps no memory that it does not need.
  void rest() noexcept;

private:
  bool take_head(octets& input, piece& to);
  bool begin_data(octets& input, piece& to);
  bool take_data(octets& input, piece& to);
  bool take_whole(octets& input, piece& to);
  void end(piece& to) noexcept;

  std::size_t max_frame_;
  std::array<std::byte, frame_head_size> head_text_{};
  std::size_t head_filled_ = 0;
  bool in_frame_ = false;
  bool has_begun_ = false; // DATA whose padding is known
  frame_head head_;
  std::size_t left_ = 0; // of the payload; of DATA, without padding
  std::size_t padding_ = 0;
  std::size_t padding_left_ = 0;
  std::string kept_; // of a frame that comes in pieces, until the next call
};

} // namespace troupe::codecs::http2
