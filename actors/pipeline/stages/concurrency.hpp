#pragma once

#include "actors/pipeline/pipeline.hpp"
#include "actors/pipeline/stages/exchange_key.hpp"
#include "actors/rate_limit/concurrency_limit.hpp"

#include "runtime/config/reader.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>

namespace troupe::actors::stages {

struct concurrency_options {
  std::uint32_t most = 0;
  exchange_key key;
  codecs::http::status status = 503;
  std::chrono::seconds retry_after{1};
};

/// Admits so many exchanges at a time by key, over all loops; beyond, they are
/// answered at once, with Retry-After. A place is given back when the exchange
/// has ended, however it did.
class concurrency {
public:
  explicit concurrency(concurrency_options options)
    : shared_(std::make_shared<shared>(std::move(options))) {
    // nop
  }

  verdict request(exchange_context& x) const;

private:
  struct shared {
    explicit shared(concurrency_options o)
      : options(std::move(o)), limit(options.most) {
      // nop
    }

    concurrency_options options;
    concurrency_limit limit;
  };

  std::shared_ptr<shared> shared_; // of all loops
};

/// concurrency: {most: 100, key: client, status: 503, retry_after: 1s}
void read_concurrency(const runtime::config::setting& x, pipeline& to,
                      runtime::config::findings& out);

} // namespace troupe::actors::stages
