#pragma once

#include "actors/pipeline/body_chunk.hpp"

#include "codecs/coding/decoder.hpp"

#include <memory>
#include <optional>

namespace troupe::actors::stages {

/// A body whose content coding is undone, piece by piece: what an exchange
/// remembers of it.
class body_decoding {
public:
  body_decoding() = default;
  body_decoding(codecs::coding::kind coding,
                const codecs::coding::decoder_limits& limits)
    : coding_(coding), decoder_(codecs::coding::make_decoder(coding, limits)) {
    // nop
  }

  explicit operator bool() const noexcept { return decoder_ != nullptr; }
  codecs::coding::kind coding() const noexcept { return coding_; }

  /// The piece goes on as what it means, or there is an error.
  std::optional<codecs::coding::errc> decode(body_chunk& chunk) const;

private:
  codecs::coding::kind coding_ = codecs::coding::kind::identity;
  std::unique_ptr<codecs::coding::decoder> decoder_;
};

/// Is it the content's size that is wrong with it?
bool is_too_large(codecs::coding::errc x) noexcept;

} // namespace troupe::actors::stages
