#include "examples/troupe/foreground.hpp"

#include "examples/troupe/report.hpp"

#include "actors/config/load.hpp"
#include "actors/supervisor/proxy.hpp"

#include <utility>

namespace troupe::program {

void apply(const process_options& from, actors::configuration& to) {
  if (from.loops)
    to.proxy.loops = *from.loops;
  if (from.log_level)
    to.log.level = *from.log_level;
}

bool open_log(const runtime::log::log_options& options) {
  auto problem = runtime::log::open(options);
  if (!problem.empty())
    complain(problem);
  return problem.empty();
}

int run_in_foreground(actors::configuration what) {
  using runtime::log::level;
  if (!open_log(what.log))
    return status::failed;
  auto result = actors::run(std::move(what.proxy));
  runtime::log::close();
  // Whoever looks at the terminal may not see the log.
  if (result == status::failed && what.log.level == level::off)
    complain("something went wrong; a log level other than off would tell");
  else if (result == status::failed && !what.log.file.empty())
    complain("something went wrong; " + what.log.file + " says what");
  return result;
}

} // namespace troupe::program
