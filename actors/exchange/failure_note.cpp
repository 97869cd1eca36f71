#include "actors/exchange/failure_note.hpp"

#include "runtime/log/log.hpp"

#include <fmt/format.h>

namespace troupe::actors {

void note_failure(const failure& why, std::string_view client) {
  using runtime::log::level;
  auto at = why.whose() == fault::downstream ? level::debug : level::warning;
  if (runtime::log::enabled(at))
    runtime::log::write(at,
                        fmt::format("exchange_failed what={} because=\"{}\" "
                                    "client={}",
                                    to_string(why.what), why.because, client));
}

} // namespace troupe::actors
