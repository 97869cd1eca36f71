#include "tests/fuzz/fuzzing.hpp"

#include "codecs/uri/file_path.hpp"

#include <filesystem>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  using namespace troupe::codecs;
  using namespace troupe::fuzz;
  if (size > 500)
    return 0;
  auto got = uri::parse_file_path(as_wire(data, size));
  if (!got)
    return 0;
  demand(got->name.find('\0') == std::string::npos);
  demand(got->directory || !got->name.empty());
  // Somebody else's idea of a path agrees that it stays where it is.
  auto there = std::filesystem::path{got->name};
  demand(there.is_relative());
  demand(there.lexically_normal() == there);
  auto dots = false;
  for (auto& segment : there) {
    demand(segment != ".." && segment != "." && !segment.empty());
    dots = dots || segment.native().front() == '.';
  }
  demand(!got->hidden || dots);
  return 0;
}
