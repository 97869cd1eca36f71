#include "runtime/time/clock.hpp"

namespace troupe::runtime::time {

namespace {

class machine_clock final : public clock {
public:
  steady_point now() const noexcept override {
    return std::chrono::steady_clock::now();
  }
  wall_point wall() const noexcept override {
    return std::chrono::system_clock::now();
  }
};

} // namespace

const clock& system_clock() noexcept {
  static const machine_clock instance;
  return instance;
}

} // namespace troupe::runtime::time
