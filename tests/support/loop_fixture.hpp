#pragma once

#include "tests/support/actor_fixture.hpp"

#include "actors/base/loop_unit.hpp"

#include "runtime/loop/event_loop.hpp"
#include "runtime/time/manual_clock.hpp"

namespace troupe::test {

/// Adds a loop that turns only when the test says so, on the test's thread,
/// and whose time the test holds.
class loop_fixture : public actor_fixture {
protected:
  ~loop_fixture() { settle(); } // who is about to end may do so

  /// Until neither the loop nor the scheduler has anything left to do.
  void settle() {
    do
      loop.run_until_idle();
    while (sched.run() > 0);
  }

  void pass(runtime::time::duration t) {
    clock.advance(t);
    settle();
  }

  runtime::time::manual_clock clock;
  runtime::loop::event_loop loop{clock};
  actors::loop_unit unit{sys, loop};
};

} // namespace troupe::test
