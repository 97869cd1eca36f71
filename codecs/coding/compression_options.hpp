#pragma once

#include "codecs/coding/kind.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::codecs::coding {

/// A coding that is offered, and how much work it may be: levels_of().
struct coding_offer {
  kind coding = kind::gzip;
  int level = 5;
};

/// For whom what the origin encoded is decoded.
enum class decode_for : std::uint8_t {
  nobody,
  others, ///< clients that do not accept the coding, or did not say so
  everybody,
};

/// Which responses are encoded or decoded, and how.
///
/// Where a response repeats what a stranger chose beside a secret (a token in a
/// page that shows the search text), its length tells of the secret (BREACH):
/// such responses are better marked "Cache-Control: no-transform".
struct compression_options {
  /// In the order of preference among what the client likes equally. Empty: no
  /// response is encoded. deflate is not among them, for its readers disagree
  /// about its format (RFC 9110 section 8.4.1.2).
  std::vector<coding_offer> offers
    = {{kind::zstd, 3}, {kind::br, 4}, {kind::gzip, 5}};
  /// Octets of a Content-Length from which on it pays: what is smaller fits
  /// into one packet anyway. Of unknown length is large enough.
  std::uint64_t smallest = 1024;
  /// Media types, where one "*" stands for anything. Images, video and
  /// archives are compressed already.
  std::vector<std::string> media_types = {
    "text/*",
    "*+json",
    "*+xml",
    "application/ecmascript",
    "application/javascript",
    "application/json",
    "application/vnd.ms-fontobject",
    "application/wasm",
    "application/x-javascript",
    "application/x-ndjson",
    "application/xml",
    "application/yaml",
    "font/otf",
    "font/ttf",
  };
  decode_for decode = decode_for::nobody;
};

/// The first thing wrong with the options, or nothing.
std::optional<std::string> problem_with(const compression_options& x);

/// Is the media type of a Content-Type one of `pattern`? Parameters and case do
/// not count.
bool matches_media_type(std::string_view pattern,
                        std::string_view content_type) noexcept;

} // namespace troupe::codecs::coding
