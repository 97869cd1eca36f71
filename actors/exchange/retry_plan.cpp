#include "actors/exchange/retry_plan.hpp"

#include <algorithm>

namespace troupe::actors {

std::optional<std::string> problem_with(const retry_options& x) {
  if (x.attempts == 0)
    return "a request is tried once at least";
  return std::nullopt;
}

next_step retry_plan::after(const attempt_outcome& x) noexcept {
  if (!options_)
    return next_step::give_up;
  auto again = retry_after(x.what);
  auto forgivable
    = again == retry::unseen
      || (again == retry::if_reused && x.reused && (!x.sent || repeatable_));
  if (forgivable && x.replayable && !forgiven_) {
    forgiven_ = true;
    return next_step::again;
  }
  if (attempts_ >= options_->attempts || !may_go_elsewhere(x))
    return next_step::give_up;
  ++attempts_;
  return next_step::elsewhere;
}

bool retry_plan::may_go_elsewhere(const attempt_outcome& x) const noexcept {
  if (retry_after(x.what) == retry::always)
    return !x.sent;
  if (retry_after(x.what) == retry::unseen)
    return x.replayable;
  if (!x.replayable || (x.sent && !repeatable_))
    return false;
  switch (x.what) {
    case proxy_errc::upstream_closed:
    case proxy_errc::upstream_reset: return options_->on_reset;
    case proxy_errc::upstream_timeout: return options_->on_timeout;
    case proxy_errc::none: {
      auto& some = options_->on_status;
      return std::find(some.begin(), some.end(), x.status) != some.end();
    }
    default: return false;
  }
}

std::chrono::milliseconds
retry_plan::pause(codecs::http::random_source& random) const noexcept {
  if (!options_ || options_->backoff.count() <= 0)
    return std::chrono::milliseconds{0};
  auto longest = options_->backoff;
  for (auto i = 2u; i < attempts_ && longest < options_->max_backoff; ++i)
    longest *= 2;
  longest = std::min(
    longest, std::max(options_->max_backoff, std::chrono::milliseconds{1}));
  auto half = static_cast<std::uint64_t>(longest.count()) / 2;
  return longest - std::chrono::milliseconds{random.next() % (half + 1)};
}

} // namespace troupe::actors
