#pragma once

#include "actors/base/contract.hpp"
#include "actors/static_files/messages.hpp"

#include <caf/typed_actor.hpp>

namespace troupe::actors {

/// FILE READER: waits for the disk, so that no loop has to. Has a thread of its
/// own, and remembers nothing.
using file_reader_actor = caf::typed_actor<
  // Finds the file, plans the response, and reads the first piece of it.
  answers<open_requested_file>::with<requested_file_opened>,
  // Reads one piece; says so if the file is not any more what it was.
  answers<read_file_piece>::with<file_piece_read>>;

/// FILE PORTER: carries the wishes of one loop to its readers, of which it
/// keeps as many as are busy, up to a bound.
using file_porter_actor = caf::typed_actor<
  // INTERNAL: ends, and the readers with it.
  takes<close_files>>;

} // namespace troupe::actors
