#include "actors/pipeline/stages/body_decoding.hpp"

#include <limits>
#include <string>
#include <utility>

namespace troupe::actors::stages {

namespace coding = codecs::coding;

std::optional<coding::errc> body_decoding::decode(body_chunk& chunk) const {
  constexpr auto all = std::numeric_limits<std::size_t>::max();
  auto plain = std::string{};
  auto got = decoder_->decode(chunk.bytes(), plain, all);
  if (!got)
    return got.error();
  if (chunk.last())
    if (auto problem = decoder_->finish())
      return problem;
  chunk.replace(std::move(plain));
  return std::nullopt;
}

bool is_too_large(coding::errc x) noexcept {
  return x == coding::errc::ratio_exceeded || x == coding::errc::total_exceeded
         || x == coding::errc::window_too_large;
}

} // namespace troupe::actors::stages
