#pragma once

#include "codecs/http/trace_context.hpp"

#include <cstdint>

namespace troupe::test {

/// The same numbers each time (splitmix64, Steele et al., 2014).
class seeded_random final : public codecs::http::random_source {
public:
  explicit seeded_random(std::uint64_t seed = 1) : state_(seed) {}

  std::uint64_t next() override {
    auto x = state_ += 0x9e3779b97f4a7c15u;
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
    x = (x ^ x >> 27) * 0x94d049bb133111ebu;
    return x ^ x >> 31;
  }

private:
  std::uint64_t state_;
};

} // namespace troupe::test
