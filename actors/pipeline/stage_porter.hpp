#pragma once

#include "actors/base/pinned.hpp"
#include "actors/pipeline/stage_actor.hpp"
#include "actors/supervisor/restart_plan.hpp"

#include <caf/allowed_unsafe_message_type.hpp>
#include <caf/message.hpp>
#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace troupe::actors {

/// A question to a stage actor: its place among those of the porter, and a
/// number that tells it from those who had the place before.
enum class stage_ticket : std::uint64_t {};

/// An exchange that waits for a stage actor.
class stage_waiter {
public:
  /// Once for each ticket that was not returned; `why` tells if there is no
  /// judgment. Both may be moved from. Not before ask() has returned.
  virtual void on_judged(stage_ticket which, failure& why, judgment& x) = 0;

protected:
  ~stage_waiter() = default;
};

/// How a stage actor fares on one loop.
struct stage_counters {
  std::uint64_t asked = 0;
  std::uint64_t answered = 0;
  std::uint64_t failed = 0;  ///< it died, or answered with an error
  std::uint64_t refused = 0; ///< not asked, for want of credit or of an actor
  std::uint64_t restarts = 0;
};

/// The pipeline of which the porter was part is gone from its loop.
struct retire {};

/// All that a fallen actor had to say about its questions has arrived.
struct settle_loss {};

/// PORTER: carries the questions of one loop to a stage actor and the answers
/// back; bounds how many are unanswered, and has a fallen actor replaced.
using stage_porter_actor = caf::typed_actor<
  // INTERNAL: nobody asks any more; gives the stage actor back, and ends.
  takes<retire>,
  // INTERNAL: asks the successor what the fallen actor had not begun with.
  takes<settle_loss>>;

struct stage_porter_state {
  static inline const char* name = "stage-porter";

  std::string stage;
  stage_source_ptr source;
  stage_actor_options options;
  restart_plan plan;
  stage_actor actor;
  bool spawned = false;  ///< by us, once at least
  bool settling = false; ///< it fell; what is asked now is kept for the next

  /// A question without an answer, as long as its ticket is the place's.
  struct question {
    stage_waiter* who = nullptr; ///< nobody, when it is not wanted any more
    stage_ticket ticket{};
    caf::message text; ///< an examine, for the one who may have to hear it anew
    bool unheard = true; ///< by any actor that may have begun with it
  };

  std::vector<question> questions;
  std::vector<std::uint32_t> free; ///< places among them
  std::uint32_t last_ticket = 0;
  stage_counters counters;
};

/// What the exchanges of its loop call; they never meet the actor behind it.
class stage_porter final
  : public pinned<stage_porter_actor::stateful_base<stage_porter_state>> {
public:
  stage_porter(caf::actor_config& cfg, std::string stage,
               stage_source_ptr source, stage_actor_options options);

  behavior_type make_behavior() override;

  // -- for exchanges of this loop ---------------------------------------------

  /// Asks, or says why not. The waiter is borrowed until it has its answer or
  /// returns the ticket.
  failure ask(examine&& question, stage_waiter& who, stage_ticket& ticket);
  /// The answer is not wanted any more.
  void forget(stage_ticket which) noexcept;

  const stage_actor_options& options() const noexcept { return state.options; }
  const std::string& stage() const noexcept { return state.stage; }
  const stage_counters& counters() const noexcept { return state.counters; }

private:
  bool find_actor();
  void lose_actor();
  void settle();
  stage_ticket note_question(stage_waiter& who, examine&& text);
  void carry(stage_ticket ticket);
  void on_error(stage_ticket ticket, const caf::error& why);
  void deliver(stage_ticket ticket, failure why, judgment& x);
};

} // namespace troupe::actors

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::actors::retire)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::actors::settle_loss)
