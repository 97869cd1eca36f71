#include "examples/troupe/check.hpp"

#include "examples/troupe/report.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <string_view>
#include <utility>

namespace troupe::program {

namespace {

std::string count(std::size_t n, std::string_view noun) {
  return fmt::format("{} {}{}", n, noun, n == 1 ? "" : "s");
}

std::string summary_of(const actors::proxy_options& x) {
  std::size_t backends = 0;
  for (auto& [name, upstream] : x.upstreams)
    backends += upstream.backends.size();
  return fmt::format(
    "{}, {}, {} with {}, {}",
    x.loops == 0 ? "a loop for each processor" : count(x.loops, "loop"),
    count(x.listeners.size(), "listener"),
    count(x.upstreams.size(), "upstream"), count(backends, "backend"),
    count(x.routes.size(), "route"));
}

} // namespace

int perform(const check_command& x) {
  auto loaded = load_or_complain(x.file);
  if (!loaded)
    return status::mistake;
  for (auto& warning : warnings_about(loaded->proxy))
    fmt::print(stderr, "{}: warning: {}\n", x.file, warning);
  fmt::print("{}: ok\n{}\n", x.file, summary_of(loaded->proxy));
  return status::fine;
}

std::optional<actors::configuration> load_or_complain(const std::string& file) {
  auto loaded = actors::load(file);
  if (loaded)
    return *std::move(loaded);
  for (auto& finding : loaded.error())
    fmt::print(stderr, "{}\n", to_string(finding));
  return std::nullopt;
}

} // namespace troupe::program
