#pragma once

#include "actors/access_log/log_buffer.hpp"
#include "actors/supervisor/messages.hpp"

#include <caf/actor_control_block.hpp>
#include <caf/allowed_unsafe_message_type.hpp>

namespace troupe::actors {

// -- commands -----------------------------------------------------------------

/// Whole lines, for the end of the file. Shared: the sender leaves them alone
/// until the answer.
struct write_lines {
  log_batch_ptr batch;
};

/// Nobody has the time to wait for the disk any more.
struct give_up_waiting {};

/// Another log takes the lines from now on: the last one fell.
struct change_log {
  caf::strong_actor_ptr log; ///< an access_log_actor
};

/// The file was moved away: what has its name now is written from here on.
struct reopen_log {};

// -- replies ------------------------------------------------------------------

/// The lines are written, or given up: the sender may use the memory again.
struct batch_returned {};

/// Nothing is left to be written.
struct log_drained {};

// -- events -------------------------------------------------------------------

/// A loop has lines that wait to be taken to the log.
struct lines_gathered {};

// -- timers -------------------------------------------------------------------

struct write_retry_due {};

} // namespace troupe::actors

// Pointers do not leave the process, and so these need no inspection.
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::actors::write_lines)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::actors::give_up_waiting)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::actors::change_log)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::actors::reopen_log)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::actors::batch_returned)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::actors::log_drained)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::actors::lines_gathered)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::actors::write_retry_due)
