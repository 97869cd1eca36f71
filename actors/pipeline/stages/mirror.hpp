#pragma once

#include "actors/base/loop_unit.hpp"
#include "actors/mirror/shadow_sender.hpp"
#include "actors/pipeline/pipeline.hpp"

#include "runtime/config/reader.hpp"

#include <memory>
#include <utility>
#include <vector>

namespace troupe::actors::stages {

/// Copies requests to another upstream, as the stages before this one have left
/// them, and throws the answers away. The exchange itself is neither delayed
/// nor told. Requests that a stage answers are not copied, and neither are
/// those that ask for another protocol.
class mirror {
public:
  /// For one loop.
  mirror(const mirror_options& options, loop_unit& home);
  ~mirror();
  mirror(const mirror&) = delete;
  mirror& operator=(const mirror&) = delete;

  void request(exchange_context& x);
  bool tap_request_body(exchange_context& x, codecs::octets piece, bool last);

  const mirror_counters& counters() const noexcept {
    return ledger_->counters();
  }

private:
  /// Of an exchange: the copies that are being made, for each stage one.
  struct copies {
    std::vector<std::pair<const mirror*, std::unique_ptr<request_copy>>> all;
  };

  mirror_options options_;
  mirror_ledger_ptr ledger_;
  shadow_sender_actor handle_; ///< keeps the other alive
  shadow_sender* sender_;
};

/// Adds the stage: an upstream that there is not is a problem of the options.
void add_mirror(mirror_options options, pipeline& to);

/// mirror: {to: shadow, percent: 100, body: 64KiB, in_flight: 100, timeout:
/// 10s, shadow_host: off}
void read_mirror(const runtime::config::setting& x, pipeline& to,
                 runtime::config::findings& out);

} // namespace troupe::actors::stages
