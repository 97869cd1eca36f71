#include "runtime/process/limits.hpp"

#include <sched.h>
#include <sys/resource.h>

#include <algorithm>
#include <thread>

namespace troupe::runtime::process {

std::size_t raise_descriptor_limit() noexcept {
  auto limit = rlimit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0)
    return 0;
  if (limit.rlim_cur < limit.rlim_max) {
    const auto before = limit.rlim_cur;
    limit.rlim_cur = limit.rlim_max;
    if (::setrlimit(RLIMIT_NOFILE, &limit) != 0)
      limit.rlim_cur = before;
  }
  return limit.rlim_cur;
}

unsigned usable_processors() noexcept {
  auto allowed = cpu_set_t{};
  if (::sched_getaffinity(0, sizeof(allowed), &allowed) == 0)
    return static_cast<unsigned>(std::max(CPU_COUNT(&allowed), 1));
  // More processors than a cpu_set_t has room for.
  return std::max(std::thread::hardware_concurrency(), 1u);
}

} // namespace troupe::runtime::process
