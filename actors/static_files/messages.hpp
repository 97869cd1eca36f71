#pragma once

#include "actors/base/failure.hpp"
#include "actors/static_files/file_lookup.hpp"
#include "actors/static_files/file_request.hpp"
#include "actors/static_files/read_schedule.hpp"
#include "actors/static_files/response_plan.hpp"

#include <caf/allowed_unsafe_message_type.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace troupe::actors {

/// Some octets of a file: memory that goes to a reader, comes back filled, and
/// is used again. Whoever got the last message has it for himself.
struct file_piece {
  std::uint64_t offset = 0;
  std::size_t size = 0; ///< wanted; and all there, if there is no `why`
  std::vector<std::byte> octets; ///< `size` or more
  failure why;
};

using file_piece_ptr = std::shared_ptr<file_piece>;

/// Is the client still there? Asked before the disk is.
struct file_wish {
  std::atomic<bool> stands{true};
};

using file_wish_ptr = std::shared_ptr<const file_wish>;

/// What became of a request: a plan, and the file that it takes octets from, if
/// any, with the first piece; or why there is none.
struct file_answer {
  response_plan plan;
  open_file_ptr file;
  file_piece_ptr first;
  failure why;
};

// -- commands -----------------------------------------------------------------

/// Shared and never changed, because CAF copies messages on write.
struct open_requested_file {
  file_wish_ptr wish;
  std::shared_ptr<const file_request> request;
};

struct read_file_piece {
  file_wish_ptr wish;
  open_file_ptr file;
  file_piece_ptr piece;
};

/// No request of this loop asks for files any more.
struct close_files {};

// -- replies ------------------------------------------------------------------

/// Empty if nobody wished it any more.
struct requested_file_opened {
  std::shared_ptr<file_answer> answer;
};

struct file_piece_read {
  file_piece_ptr piece;
};

} // namespace troupe::actors

// Pointers do not leave the process, and so these need no inspection.
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::actors::open_requested_file)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::actors::read_file_piece)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::actors::close_files)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::actors::requested_file_opened)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::actors::file_piece_read)
