#include "actors/access_log/error_log.hpp"

#include "actors/access_log/error_summary.hpp"

#include "runtime/log/log.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace troupe::actors {

namespace {

void say_suppressed(proxy_errc what, std::uint64_t count) {
  if (count > 0)
    runtime::log::write(level_of(what), suppressed_summary(what, count));
}

} // namespace

error_log::~error_log() {
  for (std::size_t i = 0; i < quotas_.size(); ++i)
    if (auto until = quotas_[i].next_deadline())
      say_suppressed(static_cast<proxy_errc>(i), quotas_[i].expire(*until));
}

void error_log::note(const exchange_record& x) {
  if (x.end == proxy_errc::none || !runtime::log::enabled(level_of(x.end)))
    return;
  auto& quota = quota_of(x.end);
  const auto said = quota.ask(loop_.now());
  say_suppressed(x.end, said.suppressed);
  if (said.passes)
    runtime::log::write(level_of(x.end), error_summary(x));
  else if (auto due = *quota.next_deadline();
           !timer_.armed() || due < timer_.due())
    loop_.arm(timer_, due);
}

void error_log::on_timer() {
  auto next = std::optional<runtime::time::steady_point>{};
  for (std::size_t i = 0; i < quotas_.size(); ++i) {
    auto& quota = quotas_[i];
    say_suppressed(static_cast<proxy_errc>(i), quota.expire(loop_.now()));
    if (auto due = quota.next_deadline())
      next = next ? std::min(*next, *due) : *due;
  }
  if (next)
    loop_.arm(timer_, *next);
}

log_quota& error_log::quota_of(proxy_errc x) {
  const auto i = static_cast<std::size_t>(x);
  if (i >= quotas_.size())
    quotas_.resize(i + 1, log_quota{limit_});
  return quotas_[i];
}

} // namespace troupe::actors
