#pragma once

#include "actors/health/probe.hpp"

namespace troupe::actors {

/// Passes if the backend accepts a connection.
class tcp_probe final : public probe {
private:
  std::optional<check_verdict> converse(runtime::net::stream&,
                                        runtime::loop::event_loop&) override {
    return check_passed("connected");
  }
};

} // namespace troupe::actors
