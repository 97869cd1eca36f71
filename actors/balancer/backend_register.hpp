#pragma once

#include "actors/balancer/backend.hpp"
#include "actors/balancer/backend_condition.hpp"
#include "actors/balancer/options.hpp"
#include "actors/balancer/upstream_view.hpp"

#include "runtime/time/clock.hpp"

#include "codecs/base/sip_hash.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::actors {

/// What is known of an upstream's backends: who they are say its sources, what
/// is wanted of them its operator, and how they fare those who watch them. Each
/// view of it goes on from the one before.
class backend_register {
public:
  /// A backend as a source tells of it.
  struct entry {
    std::string name;
    std::string address; ///< in the spelling of runtime::net::address
    std::uint32_t weight = 1;
    backend_tier tier = backend_tier::primary;

    friend bool operator==(const entry&, const entry&) = default;
  };

  explicit backend_register(balance_options options);

  // -- each tells whether the next view is another ----------------------------

  /// All that a source knows now; sources are counted from 0. Of two entries
  /// with one name and address the first stays, and whoever was there keeps its
  /// id, what is wanted of it and how it fares. Who comes later than the first
  /// view starts slowly.
  bool tell(std::size_t source, std::vector<entry> all,
            runtime::time::steady_point now);
  /// By name or by address; an operator may mean several.
  bool set_mode(std::string_view who, backend_mode mode,
                runtime::time::steady_point now);
  /// Goes before what its source says.
  bool set_weight(std::string_view who, std::uint32_t weight);
  bool set_healthy(backend_id who, bool healthy,
                   runtime::time::steady_point now);
  bool set_ejected(backend_id who, bool ejected,
                   runtime::time::steady_point now);

  /// What has become of it all. Takes long where a plan has to be made anew.
  upstream_view_ptr view();

private:
  struct known {
    backend who;
    backend_condition how;
    std::optional<std::uint32_t> weight; ///< the operator's
  };

  known* find(backend_id who) noexcept;
  template <class F>
  bool for_each_called(std::string_view who, F f);
  void merge(runtime::time::steady_point now);

  balance_options options_;
  codecs::sip_key secret_;
  std::vector<std::vector<entry>> told_; ///< by source
  std::vector<known> all_;               ///< in the order of the sources
  std::uint64_t last_id_ = 0;
  bool changed_ = true; ///< since the last view, and not only in conditions
  bool shown_ = false;
  upstream_view_ptr last_;
};

} // namespace troupe::actors
