#include "codecs/http2/errc.hpp"

#include <array>

namespace troupe::codecs::http2 {

namespace {

constexpr auto words = std::array<std::string_view, 14>{"no_error",
                                                        "protocol_error",
                                                        "internal_error",
                                                        "flow_control_error",
                                                        "settings_timeout",
                                                        "stream_closed",
                                                        "frame_size_error",
                                                        "refused_stream",
                                                        "cancel",
                                                        "compression_error",
                                                        "connect_error",
                                                        "enhance_your_calm",
                                                        "inadequate_security",
                                                        "http_1_1_required"};

} // namespace

errc errc_of(std::uint32_t code) noexcept {
  return code < words.size() ? static_cast<errc>(code) : errc::internal_error;
}

std::string_view to_string(errc code) noexcept {
  return words[static_cast<std::size_t>(
    errc_of(static_cast<std::uint32_t>(code)))];
}

} // namespace troupe::codecs::http2
