#include "tests/fuzz/fuzzing.hpp"

#include "actors/access/password_file.hpp"

#include <algorithm>
#include <charconv>
#include <string>

namespace {

using namespace troupe::actors;
using namespace troupe::fuzz;

/// The number in "line 3: ...", and a reason behind it.
std::size_t line_named_by(std::string_view error) {
  demand(error.starts_with("line "));
  auto number = std::size_t{0};
  auto [at, errc]
    = std::from_chars(error.data() + 5, error.data() + error.size(), number);
  demand(errc == std::errc{} && number > 0);
  demand(error.substr(static_cast<std::size_t>(at - error.data()))
           .starts_with(": "));
  return number;
}

std::string_view first_lines(std::string_view text, std::size_t count) {
  auto end = std::size_t{0};
  for (; count > 0 && end < text.size(); --count)
    end = std::min(text.find('\n', end), text.size() - 1) + 1;
  demand(count == 0);
  return text.substr(0, end);
}

/// Lines that are neither empty nor a comment.
std::size_t users_of(std::string_view text) {
  auto result = std::size_t{0};
  while (!text.empty()) {
    auto end = std::min(text.find('\n'), text.size());
    auto line = text.substr(0, end);
    result += line.empty() || line == "\r" || line[0] == '#' ? 0 : 1;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return result;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  auto text = as_wire(data, size);
  auto got = password_file::parse(text);
  if (!got) {
    // It is the first line that is wrong, and nothing before it.
    auto line = line_named_by(got.error());
    demand(password_file::parse(first_lines(text, line - 1)).ok());
    auto again = password_file::parse(first_lines(text, line));
    demand(!again && again.error() == got.error());
    return 0;
  }
  demand(got->size() == users_of(text));
  auto twice
    = password_file::parse(std::string{text} + '\n' + std::string{text});
  demand(twice.ok() == (got->size() == 0)); // nobody is named twice
  return 0;
}
