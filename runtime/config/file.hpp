#pragma once

#include "codecs/base/result.hpp"

#include <string>

namespace troupe::runtime::config {

struct unreadable {
  std::string why; ///< a sentence without the file's name
};

/// The whole text of a file.
codecs::result<std::string, unreadable> read_file(const std::string& path);

} // namespace troupe::runtime::config
