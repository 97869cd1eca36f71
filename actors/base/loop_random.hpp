#pragma once

#include "codecs/http/trace_context.hpp"

#include <cstdint>
#include <optional>
#include <random>

namespace troupe::actors {

/// Numbers that nobody needs to keep secret, for one loop. Copies that have not
/// been asked yet go ways of their own.
class loop_random final : public codecs::http::random_source {
public:
  std::uint64_t next() override {
    if (!engine_) {
      auto device = std::random_device{};
      auto seed = std::seed_seq{device(), device(), device(), device()};
      engine_.emplace(seed);
    }
    return (*engine_)();
  }

private:
  std::optional<std::mt19937_64> engine_;
};

} // namespace troupe::actors
