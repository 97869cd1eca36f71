#pragma once

#include "actors/base/contract.hpp"
#include "actors/base/loop_unit.hpp"
#include "actors/base/pinned.hpp"
#include "actors/pipeline/messages.hpp"
#include "actors/supervisor/restart_plan.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>

namespace troupe::actors {

/// STAGE: a step of a pipeline that may be slow, stateful, shared, on another
/// thread or on another node. The exchange waits for its answer; the loop does
/// not.
using stage_actor = caf::typed_actor<
  // Answers what is to become of the exchange; an error is a failure of the
  // stage.
  answers<examine>::with<judgment>>;

/// What becomes of an exchange when its stage actor died, was silent too long,
/// or has too much to do.
struct stage_policy {
  /// It goes on as if there were no such stage.
  static stage_policy open() { return {.lets_pass = true}; }
  /// It fails: 500, 504 or 503.
  static stage_policy closed() { return {}; }
  /// It is answered with that status.
  static stage_policy status(codecs::http::status x) { return {.with = x}; }

  bool lets_pass = false;
  codecs::http::status with = 0;
};

struct stage_actor_options {
  std::chrono::milliseconds timeout = std::chrono::seconds{1};
  stage_policy on_failure = stage_policy::closed();
  /// Questions of one loop that may be unanswered; more are not asked, and
  /// on_failure applies at once. A question that nobody waits for any more
  /// counts until it is answered.
  std::size_t credit = 1000;
  /// Of one loop, or of all for who is shared.
  restart_budget restarts;
};

/// Where a loop has its stage actor from. For any thread.
class stage_source {
public:
  virtual ~stage_source() = default;

  /// A loop is about to have questions; give_back() says when no more.
  virtual void join() {
    // nop: most learn of it with the first
  }
  /// For a loop that has none, or whose actor has died. Throws, or returns
  /// nothing, if there is none to be had.
  virtual stage_actor take(loop_unit& home) = 0;
  /// The actor has died: whoever notices says so.
  virtual void lost(const stage_actor&) {
    // nop: most make one for each who asks
  }
  /// Does take() make an actor where one has died? Then it is counted.
  virtual bool makes() const noexcept { return true; }
  /// The loop has no more questions to the actor, if it has one.
  virtual void give_back(const stage_actor& x) = 0;
};

using stage_source_ptr = std::shared_ptr<stage_source>;

/// How a stage actor is written: called once, returns the behavior.
template <class State>
using stage_function = std::function<stage_actor::behavior_type(
  caf::stateful_actor<State, stage_actor::base>*)>;

/// A stage actor that lives on a loop.
template <class State>
class pinned_stage : public pinned<stage_actor::stateful_base<State>> {
public:
  using super = pinned<stage_actor::stateful_base<State>>;

  pinned_stage(caf::actor_config& cfg, stage_function<State> body)
    : super(cfg), body_(std::move(body)) {
    // nop
  }

  /// What the body holds goes with the actor, not with its last handle, which
  /// may be what the body holds.
  stage_actor::behavior_type make_behavior() override {
    this->attach_functor([this] { body_ = nullptr; });
    return body_(this);
  }

private:
  stage_function<State> body_;
};

/// An actor of its own for each loop that asks, made and ended with it.
stage_source_ptr one_for_each(std::function<stage_actor(loop_unit& home)> make);

/// One actor for all loops, made for the first and ended with the last.
stage_source_ptr
one_for_all(std::function<stage_actor(caf::actor_system& system)> make);

/// An actor that somebody else takes care of.
stage_source_ptr provided(stage_actor x);

/// An actor on another node, which has published it there (CAF's middleman,
/// loaded with proxy_options::remote_stages). Connects when a first loop asks,
/// and again, once a second, whenever the connection is lost; meanwhile there
/// is nobody to be asked, and the policy applies. The connection is neither
/// encrypted nor authenticated: for networks that you trust.
stage_source_ptr on_node(std::string host, std::uint16_t port);

/// On the loop that asks: the cheapest, with a state that is not shared. It
/// must not block.
template <class State>
stage_source_ptr on_each_loop(stage_function<State> body) {
  return one_for_each([body = std::move(body)](loop_unit& home) {
    return spawn_pinned<pinned_stage<State>>(home, body);
  });
}

/// What a function stage is spawned as: with an argument, for CAF 0.17 binds a
/// null reference where there is none.
template <class State>
stage_actor::behavior_type
play_stage(caf::stateful_actor<State, stage_actor::base>* self,
           const stage_function<State>& body) {
  return body(self);
}

/// One for all loops, on the scheduler's threads.
template <class State>
stage_source_ptr on_scheduler(stage_function<State> body) {
  return one_for_all([body = std::move(body)](caf::actor_system& system) {
    return stage_actor{system.spawn(play_stage<State>, body)};
  });
}

/// One for all loops, on a thread of its own: it may block.
template <class State>
stage_source_ptr on_own_thread(stage_function<State> body) {
  return one_for_all([body = std::move(body)](caf::actor_system& system) {
    return stage_actor{system.spawn<caf::detached>(play_stage<State>, body)};
  });
}

} // namespace troupe::actors
