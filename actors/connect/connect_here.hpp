#pragma once

#include "actors/connect/options.hpp"
#include "actors/exchange/options.hpp"
#include "actors/health/shared_place.hpp"
#include "actors/pool/connection_shelf.hpp"

#include "runtime/dns/resolver.hpp"
#include "runtime/loop/event_loop.hpp"

#include <cstddef>
#include <memory>
#include <optional>

namespace troupe::actors {

/// What the CONNECT requests of one route and one loop share.
class connect_here {
public:
  /// Loop `index` of `loops`. Borrowed: the loop.
  connect_here(connect_options options, runtime::loop::event_loop& loop,
               std::size_t loops, std::size_t index);

  const connect_options& options() const noexcept { return options_; }
  const exchange_options& tunnel() const noexcept { return tunnel_; }
  const std::shared_ptr<connection_shelf>& shelf() const noexcept {
    return shelf_;
  }

  /// For one more tunnel, or nothing if there are as many as may be.
  std::optional<shared_place> reserve() const;
  /// Made when somebody asks for a name. On the loop.
  runtime::dns::resolver& resolver();

private:
  connect_options options_;
  exchange_options tunnel_;
  runtime::loop::event_loop& loop_;
  std::shared_ptr<shared_count> count_ = std::make_shared<shared_count>();
  std::size_t most_; ///< tunnels on this loop; 0: no bound
  std::shared_ptr<connection_shelf> shelf_; ///< nothing lies idle there
  std::optional<runtime::dns::resolver> resolver_;
};

} // namespace troupe::actors
