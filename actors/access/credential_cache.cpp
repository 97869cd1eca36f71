#include "actors/access/credential_cache.hpp"

#include <random>
#include <string>

namespace troupe::actors {

namespace {

codecs::sip_key random_key() {
  auto source = std::random_device{};
  auto word = std::uniform_int_distribution<std::uint64_t>{};
  return {.first = word(source), .second = word(source)};
}

} // namespace

credential_cache::credential_cache(std::size_t places)
  : high_(random_key()), low_(random_key()), places_(places) {
  // nop
}

credential_cache::digest
credential_cache::digest_of(std::string_view user,
                            std::string_view password) const {
  // Their length first, lest "ab" and "c" be "a" and "bc".
  auto text = std::to_string(user.size());
  text.append(1, ':').append(user).append(password);
  return {.high = codecs::sip_hash(high_, text),
          .low = codecs::sip_hash(low_, text) | 1}; // never zero
}

bool credential_cache::knows(std::string_view user,
                             std::string_view password) const {
  const auto wanted = digest_of(user, password);
  auto guard = std::lock_guard{mutex_};
  return places_[wanted.high % places_.size()] == wanted;
}

void credential_cache::remember(std::string_view user,
                                std::string_view password) {
  const auto x = digest_of(user, password);
  auto guard = std::lock_guard{mutex_};
  places_[x.high % places_.size()] = x;
}

} // namespace troupe::actors
