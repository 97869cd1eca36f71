#include "actors/rate_limit/key_hash.hpp"

#include <random>

namespace troupe::actors {

namespace {

codecs::sip_key random_key() {
  auto source = std::random_device{};
  auto word = std::uniform_int_distribution<std::uint64_t>{};
  return {.first = word(source), .second = word(source)};
}

} // namespace

key_hash::key_hash() : key_(random_key()) {
  // nop
}

} // namespace troupe::actors
