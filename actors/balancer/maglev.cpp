#include "actors/balancer/maglev.hpp"

#include "actors/balancer/draw.hpp"

namespace troupe::actors {

namespace {

constexpr std::uint32_t most_steps = 128;

} // namespace

std::optional<membership::position> maglev::choose(const pick_question& x) {
  if (!x.request.key())
    return draw_open(x);
  auto hash = maglev_table::hash(*x.request.key());
  if (table_->size() == 0)
    return open_from(x, hash);
  auto& way = x.request.way;
  if (!way.begun)
    way = {.begun = true, .at = hash % table_->size()};
  for (; way.steps < most_steps; ++way.steps, ++way.at)
    if (auto who = table_->node_at(way.at); x.open(who))
      return who;
  return open_from(x, hash);
}

} // namespace troupe::actors
