#pragma once

#include "actors/access_log/exchange_record.hpp"
#include "actors/session/loop_home.hpp"
#include "actors/tunnel/tunnel.hpp"

#include <memory>
#include <string>

namespace troupe::actors {

/// What is known of an exchange whose connection has become a tunnel: its line
/// in the access log is written when that ends, with the octets of both.
class tunnel_note final : public tunnel_watcher {
public:
  /// Copies what `so_far` views. Borrowed: `home`.
  tunnel_note(loop_home& home, const exchange_record& so_far,
              std::unique_ptr<exchange_note> note);

  void on_end(const tunnel_outcome& x) override;

private:
  loop_home& home_;
  exchange_record record_; // of the texts below
  std::string client_;
  std::string user_;
  std::string route_;
  std::string upstream_;
  std::string backend_;
  std::string request_id_;
  std::string trace_id_;
  std::unique_ptr<exchange_note> note_;
};

} // namespace troupe::actors
