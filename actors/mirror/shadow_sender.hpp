#pragma once

#include "actors/access_log/log_quota.hpp"
#include "actors/base/pinned.hpp"
#include "actors/mirror/interface.hpp"
#include "actors/mirror/mirror_ledger.hpp"
#include "actors/mirror/options.hpp"
#include "actors/mirror/shadow.hpp"
#include "actors/pipeline/exchange_context.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <cstdint>
#include <map>
#include <memory>

namespace troupe::actors {

struct shadow_sender_state {
  static inline const char* name = "shadow-sender";

  mirror_options options;
  mirror_ledger_ptr ledger;
  std::map<shadow_id, std::unique_ptr<shadow>> shadows;
  std::uint64_t last_id = 0;
  bool resuming = false;

  log_quota quota{{.lines = 1, .interval = std::chrono::seconds{60}}};
  std::uint64_t said = 0; ///< of those that were dropped or failed
};

/// Lives on the loop whose requests it copies, and is called by their stage.
/// Nothing that becomes of a copy is told to the exchange that it was made of.
class shadow_sender final
  : public pinned<shadow_sender_actor::stateful_base<shadow_sender_state>> {
public:
  shadow_sender(caf::actor_config& cfg, mirror_options options,
                mirror_ledger_ptr ledger);

  behavior_type make_behavior() override;

  // -- for the stage, on this loop --------------------------------------------

  /// Sends a whole copy. The context is of the exchange that it was made of.
  void dispatch(exchange_context& from, std::unique_ptr<request_copy> what);
  /// Tells the log of copies that were lost, if there are more: one line a
  /// minute, however many.
  void say_lost();
  /// Forgets all that is on its way, and ends.
  void stop();

  // -- for the shadows --------------------------------------------------------

  void ask_pool(shadow_id who, const pool_actor& pool, lease_id lease);
  void on_ready(shadow_id who, runtime::loop::readiness what);
  void on_late(shadow_id who);
  void resume_soon();

private:
  void begin(exchange_context& from, std::unique_ptr<request_copy> what);
  /// Does something with the exchange of a shadow that is still there, and
  /// forgets it if that was the last.
  template <class F>
  void with(shadow_id who, F f);
  void resume_all();
  void end(shadow& x);
};

} // namespace troupe::actors
