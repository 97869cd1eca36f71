#pragma once

#include "actors/access_log/messages.hpp"
#include "actors/base/contract.hpp"

namespace troupe::actors {

/// ACCESS LOG: writes the lines of all loops to one file. Has a thread of its
/// own, for disks are slow; how much may be under way is up to the senders.
using access_log_actor = caf::typed_actor<
  // Writes the lines, in the order in which they come; waits if the disk is
  // full, and answers when it is done with them.
  answers<write_lines>::with<batch_returned>,
  // Tries once more to write what waits, and gives up the rest.
  takes<give_up_waiting>,
  // Opens the file anew, by its name.
  takes<reopen_log>,
  // Does what give_up_waiting does, answers, and ends.
  answers<drain>::with<log_drained>,
  // INTERNAL: tries again to write what waits.
  takes<write_retry_due>>;

/// LOG COURIER: takes the lines of one loop to an access log.
using log_courier_actor = caf::typed_actor<
  // Takes away what is complete.
  takes<lines_gathered>,
  // Takes lines to that one from now on.
  takes<change_log>,
  // Takes away everything, answers when it has been written or given up, and
  // ends.
  answers<drain>::with<log_drained>>;

} // namespace troupe::actors
