#pragma once

#include "actors/pipeline/pipeline.hpp"
#include "actors/rate_limit/rate_window.hpp"

#include "runtime/config/reader.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

namespace troupe::actors::stages {

struct rate_limit_options {
  std::uint64_t requests = 0;
  std::chrono::milliseconds per = std::chrono::seconds{1};
  /// Whose requests are counted together: those of a client's address, of a
  /// route, of a host, or, with `field`, those that have the same value there.
  enum class key_kind : std::uint8_t { client, route, host, field };
  key_kind key = key_kind::client;
  std::string field;
};

/// Admits so many requests a time by key, over all loops: 429 with Retry-After
/// beyond, and RateLimit fields in each response. What counts is the estimate
/// for the time that has just passed (rate_window::sliding), so that a burst
/// at the turn of two intervals is no way around it. Refused requests count.
class rate_limit {
public:
  explicit rate_limit(rate_limit_options options)
    : shared_(std::make_shared<shared>(std::move(options))) {
    // nop
  }

  verdict request(exchange_context& x) const;
  void response(exchange_context& x) const;

private:
  struct shared {
    explicit shared(rate_limit_options o)
      : options(std::move(o)), window(options.per, {}) {
      // nop
    }

    rate_limit_options options;
    rate_window window;
  };

  /// Of an exchange: what its response says.
  struct told {
    std::string value;
  };

  static std::string_view key_of(const rate_limit_options& options,
                                 exchange_context& x);

  std::shared_ptr<shared> shared_; // of all loops
};

/// rate_limit: {requests: 100, per: 1s, key: client | route | host | X-Key}
void read_rate_limit(const runtime::config::setting& x, pipeline& to,
                     runtime::config::findings& out);

} // namespace troupe::actors::stages
