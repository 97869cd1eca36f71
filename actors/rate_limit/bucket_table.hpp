#pragma once

#include "actors/rate_limit/key_hash.hpp"
#include "actors/rate_limit/token_bucket.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::actors {

struct bucket_table_options {
  token_bucket_options bucket;
  /// Keys that are remembered: about 100 octets each, when they have come.
  std::size_t max_keys = 65'536;
  /// Parts with a lock of their own; each has its share of the keys. More
  /// shards let more loops in at once.
  std::size_t shards = 16;
};

/// The first thing wrong with the options, or nothing.
std::optional<std::string> problem_with(const bucket_table_options& x);

/// A token bucket for each key.
///
/// When a shard is full, a new key takes the place of the one that was asked
/// for least recently. That one is forgotten, and when it comes again, its
/// bucket is full. So nobody is refused for want of room, and whoever commands
/// more keys than there is room for is not limited by this table: give it room,
/// or limit by something that is dearer to come by. forgotten() tells.
///
/// For any number of threads; a call holds a shard's lock for some 100 ns. In
/// the steady state nothing is allocated.
class bucket_table {
public:
  explicit bucket_table(bucket_table_options options, key_hash hash = {});
  ~bucket_table();

  limit_verdict take(std::string_view key, std::uint64_t n,
                     token_bucket::time_point now);

  const bucket_table_options& options() const noexcept { return options_; }
  /// How many keys are remembered.
  std::size_t size() const;
  /// How many were forgotten before their bucket was full again.
  std::uint64_t forgotten() const;

private:
  class shard;

  bucket_table_options options_;
  key_hash hash_;
  std::vector<std::unique_ptr<shard>> shards_;
};

} // namespace troupe::actors
