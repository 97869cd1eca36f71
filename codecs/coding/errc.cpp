#include "codecs/coding/errc.hpp"

namespace troupe::codecs::coding {

std::string_view to_string(errc code) noexcept {
  switch (code) {
    case errc::corrupt: return "corrupt";
    case errc::truncated: return "truncated";
    case errc::trailing_garbage: return "trailing_garbage";
    case errc::window_too_large: return "window_too_large";
    case errc::ratio_exceeded: return "ratio_exceeded";
    case errc::total_exceeded: return "total_exceeded";
  }
  return "unknown";
}

} // namespace troupe::codecs::coding
