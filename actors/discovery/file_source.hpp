#pragma once

#include "actors/base/pinned.hpp"
#include "actors/discovery/file_options.hpp"
#include "actors/discovery/interface.hpp"
#include "actors/discovery/source_ledger.hpp"

#include "runtime/files/directory_watch.hpp"
#include "runtime/time/timer_wheel.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <system_error>

namespace troupe::actors {

struct file_source_state {
  static inline const char* name = "file-source";

  file_source_options options;
  discovery_subscriber_actor subscriber;
  caf::strong_actor_ptr self; ///< lives as long as its subscriber
  source_ledger ledger;
  std::optional<std::string> text;           ///< of the last good list
  std::optional<runtime::time::timer> pause; ///< until the next look
  std::optional<runtime::files::directory_watch> watch;
  std::error_code deaf; ///< why it hears of no changes
};

/// Reads the backends of one file, again when something changes in the file's
/// directory, and from time to time in case that could not be heard. Reads and
/// parses on its loop: for one that carries no requests.
class file_source final
  : public pinned<backend_source_actor::stateful_base<file_source_state>>,
    private runtime::time::timer_handler {
public:
  /// Options that problem_with() has nothing to say about.
  file_source(caf::actor_config& cfg, file_source_options options,
              discovery_subscriber_actor subscriber);

  behavior_type make_behavior() override;

private:
  void on_timer() override;

  void look_soon();
  void look();
  void follow();
  void read();
  void failed(std::string_view why);
};

} // namespace troupe::actors
