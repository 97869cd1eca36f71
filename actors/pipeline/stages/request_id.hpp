#pragma once

#include "actors/base/loop_random.hpp"
#include "actors/pipeline/pipeline.hpp"

#include "runtime/config/reader.hpp"

#include <string>

namespace troupe::actors::stages {

struct request_id_options {
  std::string field = "X-Request-Id";
  /// Keeps what a client has sent, if it may stand in a log as it is. Behind
  /// proxies of yours: others would choose ids that were there before.
  bool accept = false;
};

/// Gives each request a name by which it is found again: for the origin, for
/// the client, and in the logs.
class request_id {
public:
  /// Octets of an id that is kept.
  static constexpr std::size_t most = 128;

  explicit request_id(request_id_options options)
    : options_(std::move(options)) {
    // nop
  }

  void request(exchange_context& x);
  void response(exchange_context& x) const;

private:
  request_id_options options_;
  loop_random random_;
};

/// request_id: {field: X-Request-Id, accept: off}
void read_request_id(const runtime::config::setting& x, pipeline& to,
                     runtime::config::findings& out);

} // namespace troupe::actors::stages
