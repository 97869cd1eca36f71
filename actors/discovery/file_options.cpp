#include "actors/discovery/file_options.hpp"

namespace troupe::actors {

std::optional<std::string> problem_with(const file_source_options& x) {
  if (x.path.empty())
    return "there is no file to read";
  if (x.path.find('\0') != std::string::npos)
    return "the file's name contains a NUL";
  if (x.path.ends_with('/'))
    return x.path + " is a directory, not a file";
  return std::nullopt;
}

} // namespace troupe::actors
