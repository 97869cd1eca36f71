#pragma once

#include "actors/discovery/interface.hpp"

#include <memory>
#include <string>

namespace troupe::test {

/// What a source has told its subscriber: "found 10.0.0.1:80, failed why".
using source_diary = std::shared_ptr<std::string>;

/// The subscriber.
inline actors::discovery_subscriber_actor::behavior_type
keep_diary(actors::discovery_subscriber_actor::pointer, source_diary heard) {
  return {
    [heard](const actors::backends_found& x) {
      heard->append(heard->empty() ? "" : ", ").append("found");
      for (auto& one : x.all)
        heard->append(" " + one.address);
    },
    [heard](const actors::discovery_failed& x) {
      heard->append(heard->empty() ? "" : ", ").append("failed " + x.why);
    },
  };
}

} // namespace troupe::test
