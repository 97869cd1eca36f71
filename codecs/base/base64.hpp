#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace troupe::codecs {

/// RFC 4648: section 4 with padding, section 5 (for URLs and file names)
/// without.
enum class base64_alphabet : std::uint8_t { standard, url };

/// The octets as text.
std::string to_base64(std::string_view octets,
                      base64_alphabet alphabet = base64_alphabet::standard);

/// The octets, if the text is just what to_base64() would make of them: no
/// other letters, no white space, no bits left over, and padding as said above.
/// So there is one text for each octets.
std::optional<std::string> from_base64(std::string_view text,
                                       base64_alphabet alphabet
                                       = base64_alphabet::standard);

} // namespace troupe::codecs
