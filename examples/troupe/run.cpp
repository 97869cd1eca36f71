#include "examples/troupe/run.hpp"

#include "examples/troupe/check.hpp"
#include "examples/troupe/report.hpp"

#include <utility>

namespace troupe::program {

int perform(const run_command& x) {
  auto loaded = load_or_complain(x.file);
  if (!loaded)
    return status::mistake;
  apply(x.process, *loaded);
  return run_in_foreground(*std::move(loaded));
}

} // namespace troupe::program
