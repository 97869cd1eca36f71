#pragma once

#include "actors/base/loop_random.hpp"
#include "actors/base/pinned.hpp"
#include "actors/discovery/dns_options.hpp"
#include "actors/discovery/dns_plan.hpp"
#include "actors/discovery/dns_round.hpp"
#include "actors/discovery/interface.hpp"

#include "runtime/dns/resolver.hpp"
#include "runtime/time/timer_wheel.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace troupe::actors {

/// Questions about the name that are under way. Each look has a resolver of its
/// own, and so learns when the machine's name servers have become others.
struct dns_look {
  dns_look(runtime::loop::event_loop& loop,
           const runtime::dns::resolver_options& options)
    : resolver(loop, options) {
    // nop
  }

  runtime::dns::resolver resolver;
  runtime::dns::question services;
  std::optional<dns_round> round;                ///< once the hosts are known
  std::vector<runtime::dns::question> addresses; ///< of the round
};

struct dns_source_state {
  static inline const char* name = "dns-source";

  dns_options options;
  discovery_subscriber_actor subscriber;
  caf::strong_actor_ptr self; ///< lives as long as its subscriber
  std::optional<dns_plan> plan;
  loop_random random;
  std::optional<runtime::time::timer> pause; ///< until the next look
  std::unique_ptr<dns_look> look;            ///< while one is under way
};

/// Asks name servers for the backends of one name, again and again: when their
/// answer holds no longer, and soon after a failure.
class dns_source final
  : public pinned<backend_source_actor::stateful_base<dns_source_state>>,
    private runtime::time::timer_handler {
public:
  /// Options that problem_with() has nothing to say about.
  dns_source(caf::actor_config& cfg, dns_options options,
             discovery_subscriber_actor subscriber);

  behavior_type make_behavior() override;

private:
  void on_timer() override;

  void look();
  void ask_services();
  void begin_round(std::vector<dns_host> hosts);
  void ask_addresses();
  void take_addresses(std::size_t i, const runtime::dns::address_answer& x);

  void found(dns_finding x);
  void failed(std::string_view why);
  void rest();
};

} // namespace troupe::actors
