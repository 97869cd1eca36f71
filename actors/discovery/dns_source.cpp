#include "actors/discovery/dns_source.hpp"

#include <utility>

namespace troupe::actors {

dns_source::dns_source(caf::actor_config& cfg, dns_options options,
                       discovery_subscriber_actor subscriber)
  : pinned(cfg) {
  state.options = std::move(options);
  state.subscriber = std::move(subscriber);
}

dns_source::behavior_type dns_source::make_behavior() {
  auto& st = state;
  st.self = caf::strong_actor_ptr{ctrl()};
  st.plan.emplace(st.options.timing);
  st.pause.emplace(static_cast<runtime::time::timer_handler&>(*this));
  set_down_handler([this](const caf::down_msg&) { quit(); });
  monitor(st.subscriber);
  look();
  return {
    [this](look_again) {
      if (!state.look)
        look();
    },
  };
}

void dns_source::on_timer() {
  enter([this] { look(); });
}

// -- a look -------------------------------------------------------------------

void dns_source::look() {
  auto& st = state;
  st.pause->cancel();
  st.look = std::make_unique<dns_look>(home().loop(), st.options.resolver);
  if (st.options.kind == dns_kind::services)
    ask_services();
  else
    begin_round({host_of(st.options)});
}

void dns_source::ask_services() {
  auto& look = *state.look;
  auto take = [this](const runtime::dns::service_answer& x) {
    auto& options = state.options;
    if (x)
      begin_round(hosts_of(options, *x));
    else
      failed(options.name + ": " + std::string{to_string(x.error())});
  };
  look.services = look.resolver.ask_services(
    state.options.name, [this, take](auto x) { enter([&] { take(x); }); });
}

void dns_source::begin_round(std::vector<dns_host> hosts) {
  auto& look = *state.look;
  look.round.emplace(std::move(hosts), state.options.families,
                     state.plan->known());
  look.addresses.resize(look.round->size());
  ask_addresses();
}

void dns_source::ask_addresses() {
  auto& look = *state.look;
  while (auto i = look.round->take_next()) {
    auto [host, family] = look.round->at(*i);
    look.addresses[*i] = look.resolver.ask_addresses(
      host.name, host.port, family,
      [this, at = *i](auto x) { enter([&] { take_addresses(at, x); }); });
  }
}

void dns_source::take_addresses(std::size_t i,
                                const runtime::dns::address_answer& x) {
  auto& round = *state.look->round;
  round.answered(i, x);
  if (!round.done())
    ask_addresses();
  else if (round.learned())
    found(round.take_finding());
  else
    failed(round.trouble());
}

// -- what it came to ----------------------------------------------------------

void dns_source::found(dns_finding x) {
  if (state.plan->found(std::move(x)))
    send(state.subscriber, backends_found{state.plan->known()});
  rest();
}

void dns_source::failed(std::string_view why) {
  if (state.plan->failed(why))
    send(state.subscriber, discovery_failed{state.plan->why()});
  rest();
}

void dns_source::rest() {
  state.look = nullptr;
  home().loop().arm(*state.pause,
                    home().loop().now() + state.plan->wait(state.random));
}

} // namespace troupe::actors
