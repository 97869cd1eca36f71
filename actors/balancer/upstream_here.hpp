#pragma once

#include "actors/balancer/backend_here.hpp"
#include "actors/balancer/balancer.hpp"
#include "actors/balancer/options.hpp"
#include "actors/balancer/upstream_view.hpp"
#include "actors/base/loop_random.hpp"
#include "actors/exchange/options.hpp"

#include "runtime/time/clock.hpp"

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::actors {

/// An upstream as the exchanges of one loop see it, and its balancer there. A
/// pick is a call; what changes comes from the balancer's replica.
class upstream_here {
public:
  using backend_maker
    = std::function<std::shared_ptr<backend_here>(const membership::member&)>;

  /// `start` is another number for each loop, lest all of them send their first
  /// requests to the same backend.
  explicit upstream_here(std::string name, const exchange_options& options = {},
                         balance_options balance = {}, std::size_t start = 0);

  const std::string& name() const noexcept { return name_; }
  const balance_options& balance() const noexcept { return balance_; }
  exchange_options options;

  // -- picks ------------------------------------------------------------------

  /// Whom the request is to ask next, or nullptr: somebody whom it has not
  /// asked yet.
  backend_ptr next(selection& request, runtime::time::steady_point now);
  /// Who holds the session that the client's cookie speaks of, if it may be
  /// asked.
  backend_ptr holder(selection& request, std::string_view token);
  /// What the client's cookie is to say, or nothing if the backend has left.
  std::optional<session_tokens::token> token_of(const backend_here& x) const;
  void note_latency(const backend_here& x, runtime::time::duration latency,
                    runtime::time::steady_point now) {
    balancer_.note_latency(x.id(), latency, now);
  }

  void note_outcome(const backend_here& x, outcome how) {
    if (x.tally && x.tally->note(how) && on_row)
      on_row(x.id());
  }
  /// Told of backends that fail again and again.
  std::function<void(backend_id)> on_row;

  const upstream_bounds& bounds() const noexcept { return view_->bounds; }
  codecs::http::random_source& random() noexcept { return random_; }

  // -- membership -------------------------------------------------------------

  /// Who stays keeps its connections; `make` makes who is new.
  void adopt(upstream_view_ptr view, const backend_maker& make);
  /// Forgets all backends.
  void clear();
  bool empty() const noexcept { return backends_.empty(); }
  const std::vector<std::shared_ptr<backend_here>>& backends() const noexcept {
    return backends_;
  }
  std::shared_ptr<backend_here> find(backend_id id) const noexcept;
  const actors::balancer& balancer() const noexcept { return balancer_; }

private:
  const std::shared_ptr<backend_here>&
  here(const membership::member& x) const noexcept;

  std::string name_;
  balance_options balance_;
  upstream_view_ptr view_;
  actors::balancer balancer_;
  std::vector<std::shared_ptr<backend_here>> backends_; ///< by position
  loop_random random_;
};

} // namespace troupe::actors
