#pragma once

#include "actors/static_files/interface.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <memory>
#include <random>

namespace troupe::actors {

struct file_reader_state {
  static inline const char* name = "file-reader";

  std::shared_ptr<std::random_device> random;
};

/// Spawned with caf::detached. What a file or a disk does is told in answers,
/// and ends no reader. `random` makes boundaries between ranges.
file_reader_actor::behavior_type
file_reader(file_reader_actor::stateful_pointer<file_reader_state> self,
            std::shared_ptr<std::random_device> random);

} // namespace troupe::actors
