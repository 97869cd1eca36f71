#pragma once

#include "codecs/base/octets.hpp"

#include <string>
#include <string_view>
#include <utility>

namespace troupe::actors {

/// A piece of a body on its way past the stages. What it says was its first
/// octets is what a stage before this one made of it; cuts between pieces mean
/// nothing, and any piece, the last too, may be empty.
class body_chunk {
public:
  /// Borrowed: `bytes` outlives the chunk.
  body_chunk(codecs::octets bytes, bool last) noexcept
    : bytes_(bytes), last_(last) {
    // nop
  }
  /// An empty one that follows all that there is for now.
  struct at_pause {};
  explicit body_chunk(at_pause) noexcept : last_(false), pause_(true) {
    // nop
  }
  body_chunk(const body_chunk&) = delete;
  body_chunk& operator=(const body_chunk&) = delete;

  codecs::octets bytes() const noexcept { return bytes_; }
  std::string_view text() const noexcept { return codecs::as_text(bytes_); }
  /// Nothing of this body comes after it.
  bool last() const noexcept { return last_; }
  /// Nothing comes behind it for now: what a stage keeps for later, and a
  /// reader could use, is to go on. Of responses only, and without octets
  /// unless a stage before this one has let some go.
  bool pause() const noexcept { return pause_; }

  /// Something else goes on in its place.
  void replace(std::string text) {
    own_ = std::move(text);
    bytes_ = codecs::as_octets(own_);
  }
  /// Nothing of it goes on: dropped, or kept by the stage for later.
  void clear() noexcept { bytes_ = {}; }
  /// The body ends here; what is still to come of it is read and dropped.
  void end_here() noexcept { last_ = true; }

  /// Needs the octets no more that it was made of.
  void own() {
    if (owns())
      return;
    own_.assign(text());
    bytes_ = codecs::as_octets(own_);
  }
  bool owns() const noexcept {
    return bytes_.empty() || bytes_.data() == codecs::as_octets(own_).data();
  }

private:
  codecs::octets bytes_;
  std::string own_;
  bool last_;
  bool pause_ = false;
};

} // namespace troupe::actors
