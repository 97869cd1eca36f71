#pragma once

#include "codecs/base/result.hpp"

#include <cstddef>
#include <string>

namespace troupe::runtime::config {

struct unreadable {
  std::string why; ///< a sentence without the file's name
};

/// The whole text of a file.
codecs::result<std::string, unreadable> read_file(const std::string& path);

/// The same while a process works: of a regular file only, for no other process
/// can make one wait, and of at most so many octets.
codecs::result<std::string, unreadable>
read_regular_file(const std::string& path, std::size_t most);

} // namespace troupe::runtime::config
