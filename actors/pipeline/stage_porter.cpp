#include "actors/pipeline/stage_porter.hpp"

#include "runtime/log/log.hpp"

#include <exception>
#include <utility>
#include <vector>

namespace troupe::actors {

stage_porter::stage_porter(caf::actor_config& cfg, std::string stage,
                           stage_source_ptr source, stage_actor_options options)
  : pinned(cfg) {
  state.stage = std::move(stage);
  state.source = std::move(source);
  state.plan = restart_plan{options.restarts};
  state.options = std::move(options);
}

stage_porter::behavior_type stage_porter::make_behavior() {
  set_down_handler([this](caf::down_msg& x) {
    if (!state.actor || x.source != state.actor.address())
      return;
    runtime::log::warning("stage_fell stage={} because=\"{}\"", state.stage,
                          system().render(x.reason));
    lose_actor();
  });
  return {
    [this](retire) {
      if (state.actor)
        state.source->give_back(state.actor);
      quit();
    },
  };
}

/// What it was asked will not be answered: CAF tells those whose question it
/// had not begun with, and not those to whom it promised an answer.
void stage_porter::lose_actor() {
  auto& st = state;
  st.actor = nullptr;
  st.counters.failed += std::exchange(st.unanswered, 0);
  multiplexed_responses_.clear(); // all of them were its answers
  auto lost = std::vector<stage_ticket>{};
  for (auto& [ticket, who] : st.waiting)
    lost.push_back(ticket);
  // Who hears of it may take back what others wait for, or ask anew.
  for (auto ticket : lost)
    if (auto who = st.waiting.extract(ticket); !who.empty())
      who.mapped()->on_judged(
        ticket, {proxy_errc::stage_failed, st.stage + " fell"}, {});
}

failure stage_porter::ask(examine question, stage_waiter& who,
                          stage_ticket& ticket) {
  auto why = failure{};
  enter([&] {
    auto& st = state;
    if (st.unanswered >= st.options.credit) {
      ++st.counters.refused;
      why = {proxy_errc::stage_overloaded, st.stage};
    } else if (!find_actor()) {
      ++st.counters.refused;
      why = {proxy_errc::stage_failed, st.stage + " has fallen too often"};
    } else {
      ticket = stage_ticket{++st.last_ticket};
      st.waiting.emplace(ticket, &who);
      carry(std::move(question), ticket);
    }
  });
  return why;
}

bool stage_porter::find_actor() {
  auto& st = state;
  if (st.actor)
    return true;
  if (st.spawned) {
    if (!st.plan.allows(home().loop().now()))
      return false;
    ++st.counters.restarts;
  }
  st.spawned = true;
  try {
    st.actor = st.source->take(home());
  } catch (const std::exception& e) {
    runtime::log::error("stage_not_made stage={} because=\"{}\"", st.stage,
                        e.what());
  }
  if (st.actor)
    monitor(st.actor);
  return st.actor != nullptr;
}

void stage_porter::carry(examine question, stage_ticket ticket) {
  ++state.unanswered;
  ++state.counters.asked;
  request(state.actor, caf::infinite, std::move(question))
    .then([this, ticket](judgment& x) { deliver(ticket, {}, std::move(x)); },
          [this, ticket](const caf::error& why) {
            deliver(ticket,
                    {proxy_errc::stage_failed,
                     state.stage + ": " + system().render(why)},
                    {});
          });
}

void stage_porter::deliver(stage_ticket ticket, failure why, judgment x) {
  auto& st = state;
  --st.unanswered;
  ++(why.what == proxy_errc::none ? st.counters.answered : st.counters.failed);
  auto who = st.waiting.extract(ticket);
  if (!who.empty())
    who.mapped()->on_judged(ticket, std::move(why), std::move(x));
}

} // namespace troupe::actors
