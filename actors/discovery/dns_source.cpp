#include "actors/discovery/dns_source.hpp"

#include <utility>

namespace troupe::actors {

namespace {

std::string about(const dns_options& options, runtime::dns::dns_errc why) {
  return options.name + ": " + std::string{to_string(why)};
}

} // namespace

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
  auto& asking = *st.look;
  if (st.options.kind == dns_kind::addresses)
    asking.first = asking.resolver.ask_addresses(
      st.options.name, st.options.port, st.options.families,
      [this](auto x) { enter([&] { take_addresses(x); }); });
  else
    asking.first
      = asking.resolver.ask_services(st.options.name, [this](auto x) {
          enter([&] { take_services(std::move(x)); });
        });
}

void dns_source::take_addresses(const runtime::dns::address_answer& x) {
  auto& options = state.options;
  if (!x)
    return failed(about(options, x.error()));
  auto all = dns_finding{};
  all.add({.name = options.name + ':' + std::to_string(options.port),
           .address = {},
           .weight = options.weight,
           .tier = options.tier},
          *x);
  found(std::move(all));
}

void dns_source::take_services(runtime::dns::service_answer x) {
  auto& st = state;
  if (!x)
    return failed(about(st.options, x.error()));
  st.look->targets.resize(x->size());
  st.look->services.emplace(*std::move(x), st.options, st.plan->known());
  ask_targets();
}

void dns_source::ask_targets() {
  auto& look = *state.look;
  while (auto i = look.services->take_next()) {
    auto& x = look.services->service(*i);
    look.targets[*i] = look.resolver.ask_addresses(
      x.target, x.port, state.options.families,
      [this, at = *i](auto y) { enter([&] { take_target(at, y); }); });
  }
}

void dns_source::take_target(std::size_t i,
                             const runtime::dns::address_answer& x) {
  auto& services = *state.look->services;
  services.answered(i, x);
  if (!services.done())
    return ask_targets();
  if (auto all = services.take_finding(); !all.all.empty())
    found(std::move(all));
  else
    failed(services.trouble());
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
