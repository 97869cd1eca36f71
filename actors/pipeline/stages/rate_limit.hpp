#pragma once

#include "actors/pipeline/pipeline.hpp"
#include "actors/pipeline/stages/exchange_key.hpp"
#include "actors/rate_limit/bucket_table.hpp"
#include "actors/rate_limit/rate_window.hpp"

#include "runtime/config/reader.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <variant>

namespace troupe::actors::stages {

struct rate_limit_options {
  enum class algorithm : std::uint8_t {
    window, ///< estimates what came in the time that has just passed
    bucket, ///< tokens, which come back one by one
  };

  std::uint64_t requests = 0;
  std::chrono::milliseconds per = std::chrono::seconds{1};
  exchange_key key;
  algorithm by = algorithm::window;
  std::uint64_t burst = 0; ///< with buckets: at once; 0: as many as `requests`
};

/// Admits so many requests a time by key, over all loops: 429 with Retry-After
/// beyond, and RateLimit fields in each response. A window counts refused
/// requests, too, and a burst at the turn of two intervals is no way around it
/// (rate_window::sliding); from a bucket they take nothing.
class rate_limit {
public:
  explicit rate_limit(rate_limit_options options);

  verdict request(exchange_context& x) const;
  void response(exchange_context& x) const;

private:
  struct shared {
    rate_limit_options options;
    std::variant<std::monostate, rate_window, bucket_table> limit;
  };

  /// Of an exchange: what its response says.
  struct told {
    std::string value;
  };

  std::shared_ptr<shared> shared_; // of all loops
};

/// rate_limit: {requests: 100, per: 1s, key: client, algorithm: bucket,
///              burst: 20}
void read_rate_limit(const runtime::config::setting& x, pipeline& to,
                     runtime::config::findings& out);

} // namespace troupe::actors::stages
