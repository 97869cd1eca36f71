#pragma once

#include "runtime/files/directory.hpp"

#include "codecs/http/ranges.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace troupe::actors {

/// How files tell one state from the next (RFC 9110 section 8.8).
enum class file_tag : std::uint8_t {
  strong, ///< but weak as long as the last change is less than a second ago
  weak,
  off,
};

/// Files of a directory as the destination of a route.
struct static_files_options {
  /// Opened anew for each request, so that it may be a link that is turned.
  std::string root;
  /// What stands for a directory; empty: nothing.
  std::string index = "index.html";
  /// The beginning of paths that names no directory below `root`: "/static", or
  /// nothing.
  std::string strip;
  /// A file below `root` that answers for what is not there, with 200: for
  /// applications that route in the browser. Empty: 404.
  std::string fallback;
  runtime::files::symlinks symlinks = runtime::files::symlinks::beneath;
  /// Are names that begin with a dot served? "/.well-known" always is.
  bool dotfiles = false;
  /// Does "a.css.br", "a.css.zst" or "a.css.gz" beside "a.css" go to clients
  /// that want it? Not if it is older.
  bool precompressed = false;
  file_tag tag = file_tag::strong;
  /// Media types by extension, without dot and in lower case, before those of
  /// the table.
  std::map<std::string, std::string, std::less<>> types;
  /// Where neither knows the extension.
  std::string default_type = "application/octet-stream";
  /// Of one request; with more the file is sent whole.
  std::size_t max_ranges = codecs::http::default_max_ranges;
  /// For the disk, for each piece. -> 504, or a closed connection once the head
  /// has left
  std::chrono::milliseconds timeout = std::chrono::seconds{30};
};

/// All that is wrong with the options, as far as they say by themselves.
std::vector<std::string> problems_with(const static_files_options& x);

} // namespace troupe::actors
