#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace troupe::codecs::coding {

/// The content codings that we know (RFC 9110 section 8.4.1; br: RFC 7932;
/// zstd: RFC 8878), and `identity`, which is none.
enum class kind : std::uint8_t { identity, gzip, deflate, br, zstd };

inline constexpr std::size_t kind_count = 5;

/// Whatever the case. "x-gzip" is gzip (RFC 9110 section 8.4.1.3).
std::optional<kind> find_kind(std::string_view name) noexcept;

/// As it stands in Content-Encoding.
std::string_view to_string(kind x) noexcept;

} // namespace troupe::codecs::coding
