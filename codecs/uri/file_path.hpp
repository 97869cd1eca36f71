#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace troupe::codecs::uri {

/// The path of a target as the name of a file below some directory.
struct file_path {
  std::string name;       ///< relative: "a/b"; empty: the directory itself
  bool directory = false; ///< the path ended with a slash
  bool hidden = false;    ///< a segment begins with a dot
};

/// Decodes a path once and takes empty segments and "." out. Nothing for what
/// cannot be a file's name or has another meaning once it is decoded: "..",
/// however it is written, a slash or a NUL that was encoded, and percent signs
/// without two digits. What comes out never leads out of the directory but by
/// symbolic links. `path` begins with a slash, or is empty.
///
/// "/.well-known/" is not hidden: it is there to be found (RFC 8615).
std::optional<file_path> parse_file_path(std::string_view path);

} // namespace troupe::codecs::uri
