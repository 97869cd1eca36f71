#include "actors/access/credential_cache.hpp"

#include <string>

namespace troupe::actors {

credential_cache::credential_cache(std::size_t places) : places_(places) {
  // nop
}

credential_cache::digest
credential_cache::digest_of(std::string_view user,
                            std::string_view password) const {
  // Their length first, lest "ab" and "c" be "a" and "bc".
  auto text = std::to_string(user.size());
  text.append(1, ':').append(user).append(password);
  return {.high = static_cast<std::uint64_t>(high_(text)),
          .low = static_cast<std::uint64_t>(low_(text)) | 1}; // never zero
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
