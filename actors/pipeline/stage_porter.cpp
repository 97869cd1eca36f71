#include "actors/pipeline/stage_porter.hpp"

#include "runtime/log/log.hpp"

#include <caf/actor.hpp>
#include <caf/actor_cast.hpp>
#include <caf/sec.hpp>

#include <exception>
#include <utility>
#include <vector>

namespace troupe::actors {

namespace {

std::uint32_t place_of(stage_ticket x) noexcept {
  return static_cast<std::uint32_t>(x);
}

} // namespace

stage_porter::stage_porter(caf::actor_config& cfg, std::string stage,
                           stage_source_ptr source, stage_actor_options options)
  : pinned(cfg) {
  state.stage = std::move(stage);
  state.source = std::move(source);
  state.source->join();
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
      state.source->give_back(state.actor);
      quit();
    },
    [this](settle_loss) { settle(); },
  };
}

/// CAF sends back what the actor had not begun with, and is silent about what
/// it had. All that is sent back is in our mailbox by now.
void stage_porter::lose_actor() {
  auto& st = state;
  st.source->lost(st.actor);
  st.actor = nullptr;
  st.settling = true;
  send(this, settle_loss{});
}

void stage_porter::settle() {
  auto& st = state;
  st.settling = false;
  multiplexed_responses_.clear(); // all of them were the fallen one's answers
  auto open = std::vector<stage_ticket>{};
  for (auto& x : st.questions)
    if (x.ticket != stage_ticket{})
      open.push_back(x.ticket);
  auto nothing = judgment{};
  for (auto ticket : open) {
    auto& x = st.questions[place_of(ticket)];
    if (x.unheard && x.who && find_actor())
      carry(ticket);
    else
      deliver(ticket, {proxy_errc::stage_failed, st.stage + " fell"}, nothing);
  }
}

failure stage_porter::ask(examine&& question, stage_waiter& who,
                          stage_ticket& ticket) {
  auto why = failure{};
  enter([&] {
    auto& st = state;
    if (st.questions.size() - st.free.size() >= st.options.credit) {
      ++st.counters.refused;
      why = {proxy_errc::stage_overloaded, st.stage};
    } else if (!st.settling && !find_actor()) {
      ++st.counters.refused;
      why = {proxy_errc::stage_failed, st.stage + ": there is no such actor"};
    } else {
      ticket = note_question(who, std::move(question));
      if (!st.settling)
        carry(ticket);
    }
  });
  return why;
}

stage_ticket stage_porter::note_question(stage_waiter& who, examine&& text) {
  auto& st = state;
  if (st.free.empty()) {
    st.free.push_back(static_cast<std::uint32_t>(st.questions.size()));
    st.questions.emplace_back();
  }
  auto place = st.free.back();
  st.free.pop_back();
  auto number = std::uint64_t{++st.last_ticket};
  auto ticket = stage_ticket{number << 32 | place};
  st.questions[place] = {
    .who = &who, .ticket = ticket, .text = caf::make_message(std::move(text))};
  return ticket;
}

void stage_porter::forget(stage_ticket which) noexcept {
  auto& x = state.questions[place_of(which)];
  if (x.ticket == which)
    x.who = nullptr;
}

bool stage_porter::find_actor() {
  auto& st = state;
  if (st.actor)
    return true;
  if (st.spawned && st.source->makes()) {
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

void stage_porter::carry(stage_ticket ticket) {
  auto& x = state.questions[place_of(ticket)];
  ++state.counters.asked;
  x.unheard = false;
  request(caf::actor_cast<caf::actor>(state.actor), caf::infinite, x.text)
    .then([this, ticket](judgment& said) { deliver(ticket, {}, said); },
          [this, ticket](const caf::error& why) { on_error(ticket, why); });
}

void stage_porter::on_error(stage_ticket ticket, const caf::error& why) {
  auto& st = state;
  auto& x = st.questions[place_of(ticket)];
  if (why == caf::sec::request_receiver_down && st.source->makes()) {
    x.unheard = x.ticket == ticket; // we are told of the fall, too, and settle
    return;
  }
  auto nothing = judgment{};
  deliver(ticket,
          {proxy_errc::stage_failed, st.stage + ": " + system().render(why)},
          nothing);
}

void stage_porter::deliver(stage_ticket ticket, failure why, judgment& x) {
  auto& st = state;
  auto place = place_of(ticket);
  if (st.questions[place].ticket != ticket)
    return; // it was lost before
  auto* who = std::exchange(st.questions[place], {}).who;
  st.free.push_back(place);
  ++(why.what == proxy_errc::none ? st.counters.answered : st.counters.failed);
  if (who)
    who->on_judged(ticket, why, x);
}

} // namespace troupe::actors
