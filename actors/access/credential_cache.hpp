#pragma once

#include "actors/rate_limit/key_hash.hpp"

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string_view>
#include <vector>

namespace troupe::actors {

/// Remembers who was verified, since hashes of passwords are slow: a table of
/// fixed size of 128-bit digests under a key that is random in each process, no
/// password among them. Only what was right is remembered, so that guessing
/// stays slow. Who comes later takes the place of who was there.
///
/// A cache belongs to one file of passwords: when that is read again, there is
/// to be a new cache, too. For any number of threads.
class credential_cache {
public:
  /// Places are not zero; 16 octets each.
  explicit credential_cache(std::size_t places = 1024);

  /// Was that remembered? Costs less than a microsecond.
  bool knows(std::string_view user, std::string_view password) const;
  void remember(std::string_view user, std::string_view password);

private:
  struct digest {
    std::uint64_t high = 0;
    std::uint64_t low = 0;

    friend bool operator==(const digest&, const digest&) = default;
  };

  digest digest_of(std::string_view user, std::string_view password) const;

  key_hash high_; // each under a key of its own
  key_hash low_;
  mutable std::mutex mutex_;
  std::vector<digest> places_; // guarded by mutex_; zero where nobody is
};

} // namespace troupe::actors
