#include "actors/rate_limit/bucket_table.hpp"

#include <iterator>
#include <list>
#include <mutex>
#include <unordered_map>
#include <utility>

namespace troupe::actors {

namespace {

struct digest_is_hash { // digests are as good as random already
  std::size_t operator()(key_digest x) const noexcept {
    return static_cast<std::size_t>(x);
  }
};

} // namespace

/// Some of the keys: the one that was asked for last in front.
class bucket_table::shard {
public:
  explicit shard(std::size_t limit) : limit_(limit) {}

  limit_verdict take(const token_bucket_options& options, key_digest key,
                     std::uint64_t n, token_bucket::time_point now) {
    auto guard = std::lock_guard{mutex_};
    auto found = by_key_.find(key);
    if (found != by_key_.end())
      order_.splice(order_.begin(), order_, found->second);
    else if (order_.size() < limit_)
      add(key);
    else
      replace_last(key, now);
    return order_.front().bucket.take(options, n, now);
  }

  std::size_t size() const {
    auto guard = std::lock_guard{mutex_};
    return order_.size();
  }

  std::uint64_t forgotten() const {
    auto guard = std::lock_guard{mutex_};
    return forgotten_;
  }

private:
  struct entry {
    key_digest key;
    token_bucket bucket;
  };

  void add(key_digest key) {
    order_.push_front({key, {}});
    by_key_.emplace(key, order_.begin());
  }

  // The nodes of both containers are used again.
  void replace_last(key_digest key, token_bucket::time_point now) {
    auto last = std::prev(order_.end());
    if (!last->bucket.full(now))
      ++forgotten_;
    auto node = by_key_.extract(last->key);
    node.key() = key;
    by_key_.insert(std::move(node));
    *last = {key, {}};
    order_.splice(order_.begin(), order_, last);
  }

  mutable std::mutex mutex_;
  std::size_t limit_;
  std::list<entry> order_;
  std::unordered_map<key_digest, std::list<entry>::iterator, digest_is_hash>
    by_key_;
  std::uint64_t forgotten_ = 0;
};

std::optional<std::string> problem_with(const bucket_table_options& x) {
  if (auto problem = problem_with(x.bucket))
    return problem;
  if (x.shards == 0)
    return "a table has one shard at least";
  if (x.max_keys < x.shards)
    return "each shard has room for one key at least";
  return std::nullopt;
}

bucket_table::bucket_table(bucket_table_options options, key_hash hash)
  : options_(options), hash_(hash) {
  for (std::size_t i = 0; i < options_.shards; ++i)
    shards_.push_back(
      std::make_unique<shard>(options_.max_keys / options_.shards));
}

bucket_table::~bucket_table() = default;

limit_verdict bucket_table::take(std::string_view key, std::uint64_t n,
                                 token_bucket::time_point now) {
  auto digest = hash_(key);
  // By the upper bits: the lower ones choose the bucket within the shard.
  auto which = (static_cast<std::uint64_t>(digest) >> 32) % shards_.size();
  return shards_[which]->take(options_.bucket, digest, n, now);
}

std::size_t bucket_table::size() const {
  std::size_t sum = 0;
  for (auto& x : shards_)
    sum += x->size();
  return sum;
}

std::uint64_t bucket_table::forgotten() const {
  std::uint64_t sum = 0;
  for (auto& x : shards_)
    sum += x->forgotten();
  return sum;
}

} // namespace troupe::actors
