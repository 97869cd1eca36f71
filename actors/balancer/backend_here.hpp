#pragma once

#include "actors/balancer/membership.hpp"
#include "actors/health/outcome_tally.hpp"
#include "actors/pool/connection_shelf.hpp"

#include "runtime/loop/event_loop.hpp"
#include "runtime/net/address.hpp"

#include <memory>
#include <string>

namespace troupe::actors {

/// A backend as the exchanges of one loop see it. Who asks it keeps it: it may
/// leave the membership meanwhile, and goes with the last that does.
class backend_here {
public:
  /// `share` is this loop's part of the pool's bounds, `circuit` what bounds
  /// all loops, or null.
  backend_here(const membership::member& who, runtime::loop::event_loop& loop,
               const pool_options& share,
               std::shared_ptr<circuit_breaker> circuit = nullptr);
  /// Ends its pool. Nobody waits for a connection any more.
  ~backend_here();
  backend_here(const backend_here&) = delete;
  backend_here& operator=(const backend_here&) = delete;

  backend_id id() const noexcept { return id_; }
  const std::string& name() const noexcept { return *name_; }
  /// For who wants the name for longer than the backend.
  const std::shared_ptr<const std::string>& shared_name() const noexcept {
    return name_;
  }
  const runtime::net::address& where() const noexcept { return where_; }
  connection_shelf& shelf() const noexcept { return *shelf_; }
  const std::shared_ptr<connection_shelf>& shared_shelf() const noexcept {
    return shelf_;
  }
  /// Counts a request that is under way.
  backend_load::permit enter() const { return load_->enter(); }
  /// Where its outcomes are noted, or null.
  std::shared_ptr<outcome_tally> tally;

private:
  backend_id id_;
  std::shared_ptr<const std::string> name_;
  runtime::net::address where_;
  std::shared_ptr<backend_load> load_;
  std::shared_ptr<connection_shelf> shelf_;
};

using backend_ptr = std::shared_ptr<const backend_here>;

} // namespace troupe::actors
