#pragma once

#include "actors/cors/cors_policy.hpp"
#include "actors/pipeline/pipeline.hpp"

#include "runtime/config/reader.hpp"

#include <memory>

namespace troupe::actors::stages {

/// Answers preflights, and says in responses which other origins may read them
/// (the Fetch standard's CORS protocol).
class cors {
public:
  explicit cors(const cors_options& options)
    : policy_(std::make_shared<const cors_policy>(options)) {
    // nop
  }

  verdict request(exchange_context& x) const;
  void response(exchange_context& x) const;

private:
  /// Of an exchange: its answer is there already.
  struct answered {
    bool preflight = false;
  };

  std::shared_ptr<const cors_policy> policy_; // of all loops
};

/// cors: {origins: ["https://a.example"], methods: [PUT], headers: [X-A],
///        exposed: [X-B], credentials: false, max_age: 1h}
void read_cors(const runtime::config::setting& x, pipeline& to,
               runtime::config::findings& out);

} // namespace troupe::actors::stages
