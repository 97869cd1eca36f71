#pragma once

#include <optional>
#include <string>

namespace troupe::actors {

/// Backends that a file lists, in the form of backend_list.hpp.
struct file_source_options {
  std::string path;
};

/// The first thing wrong with the options, or nothing. Whether the file is
/// there is no question: it may come.
std::optional<std::string> problem_with(const file_source_options& x);

} // namespace troupe::actors
