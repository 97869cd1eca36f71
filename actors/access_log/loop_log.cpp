#include "actors/access_log/loop_log.hpp"

#include <utility>

namespace troupe::actors {

void return_notes::operator()(field_notes* x) const noexcept {
  auto owned = std::unique_ptr<field_notes>{x};
  owned->clear();
  if (owner->free_.size() < owner->free_.capacity())
    owner->free_.push_back(std::move(owned));
}

loop_log::loop_log(runtime::loop::event_loop& loop,
                   std::span<const access_log_options> logs) {
  free_.reserve(kept);
  for (auto& x : logs)
    outlets_.push_back(std::make_unique<log_outlet>(loop, x, wanted_));
}

field_notes_ptr loop_log::take_notes() {
  if (wanted_.request.empty() && wanted_.response.empty())
    return {};
  if (free_.empty())
    return {new field_notes, {this}};
  auto last = std::move(free_.back());
  free_.pop_back();
  return {last.release(), {this}};
}

} // namespace troupe::actors
