#include "actors/split/traffic_split.hpp"

#include "codecs/base/sip_hash.hpp"

#include <cmath>

namespace troupe::actors {

namespace {

/// Of a name in every process, so that nodes agree. Nobody gains by names that
/// collide: they are the operator's own.
constexpr codecs::sip_key fixed{0x74726f7570650001, 0x73706c6974000001};

/// Finalizer of SplitMix64 (Steele, Lea and Flood, 2014).
std::uint64_t mix(std::uint64_t x) noexcept {
  x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9;
  x = (x ^ x >> 27) * 0x94d049bb133111eb;
  return x ^ x >> 31;
}

/// In (0, 1).
double to_unit(std::uint64_t x) noexcept {
  return (static_cast<double>(x >> 11) + 0.5) * 0x1p-53;
}

} // namespace

traffic_split::traffic_split(std::vector<share> shares)
  : shares_(std::move(shares)) {
  for (auto& x : shares_)
    hashes_.push_back(codecs::sip_hash(fixed, x.name));
}

const std::string& traffic_split::pick(std::uint64_t number) const noexcept {
  auto best = std::size_t{0};
  auto highest = -1.0;
  for (std::size_t i = 0; i < shares_.size(); ++i) {
    auto draw = to_unit(mix(mix(number) ^ hashes_[i]));
    auto score = shares_[i].weight / -std::log(draw);
    if (score > highest) {
      highest = score;
      best = i;
    }
  }
  return shares_[best].name;
}

} // namespace troupe::actors
