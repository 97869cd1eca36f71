#include "codecs/coding/kind.hpp"

#include "codecs/base/ascii.hpp"

namespace troupe::codecs::coding {

std::optional<kind> find_kind(std::string_view name) noexcept {
  for (std::size_t i = 0; i < kind_count; ++i)
    if (auto x = static_cast<kind>(i); same_text(name, to_string(x)))
      return x;
  if (same_text(name, "x-gzip"))
    return kind::gzip;
  return std::nullopt;
}

std::string_view to_string(kind x) noexcept {
  switch (x) {
    case kind::identity: return "identity";
    case kind::gzip: return "gzip";
    case kind::deflate: return "deflate";
    case kind::br: return "br";
    case kind::zstd: return "zstd";
  }
  return {};
}

} // namespace troupe::codecs::coding
