#include "actors/access_log/options.hpp"

#include "actors/access_log/line_format.hpp"

#include <fmt/format.h>

namespace troupe::actors {

std::vector<std::string> problems_with(const access_log_options& x) {
  auto found = std::vector<std::string>{};
  auto complain = [&](std::string_view what) {
    found.push_back(fmt::format("access log '{}' {}", x.path, what));
  };
  if (x.path.empty())
    found.emplace_back("an access log has no path");
  auto wanted = field_notes::wishes{};
  if (auto format = line_format::parse(x.format, wanted); !format)
    complain(
      fmt::format("has a format that cannot be read: {}", format.error()));
  if (!(x.sample > 0 && x.sample <= 1))
    complain("has a sample that is not above 0 and at most 1");
  if (x.batch == 0 || x.batches == 0)
    complain("has no room for lines");
  if (x.delay.count() < 0)
    complain("has a delay below zero");
  return found;
}

} // namespace troupe::actors
