#include "actors/pipeline/stages/mirror.hpp"

#include <caf/actor_cast.hpp>

#include <algorithm>

namespace troupe::actors::stages {

using namespace runtime::config;

mirror::mirror(const mirror_options& options, loop_unit& home)
  : options_(options), ledger_(std::make_shared<mirror_ledger>(
                         options.percent, options.max_in_flight)),
    handle_(spawn_pinned<shadow_sender>(home, options, ledger_)),
    sender_(static_cast<shadow_sender*>(
      caf::actor_cast<caf::abstract_actor*>(handle_))) {
  // nop
}

mirror::~mirror() {
  sender_->stop();
}

void mirror::request(exchange_context& x) {
  auto& head = x.request();
  sender_->say_lost();
  if (head.wants_upgrade)
    return;
  auto place = ledger_->admit();
  auto announced = head.framing.kind == codecs::http::body_kind::length
                     ? head.framing.length
                     : 0;
  if (!place || announced > options_.max_body)
    return;
  auto copy
    = std::make_unique<request_copy>(head, x.client(), std::move(place));
  if (options_.shadow_host)
    copy->rename_host();
  x.state<copies>().all.emplace_back(this, std::move(copy));
}

bool mirror::tap_request_body(exchange_context& x, codecs::octets piece,
                              bool last) {
  auto& all = x.state<copies>().all;
  auto found = std::find_if(all.begin(), all.end(),
                            [this](auto& one) { return one.first == this; });
  if (found == all.end())
    return false;
  auto copy = std::move(found->second);
  all.erase(found);
  if (!copy->append(piece, options_.max_body))
    return false;
  if (last) {
    copy->finish();
    sender_->dispatch(x, std::move(copy));
    return false;
  }
  all.emplace_back(this, std::move(copy));
  return true;
}

void add_mirror(mirror_options options, pipeline& to) {
  to.names_upstream(options.upstream);
  to.add_on_loop([options = std::move(options)](loop_unit& home) {
    return std::make_shared<mirror>(options, home);
  });
}

void read_mirror(const setting& x, pipeline& to, findings& out) {
  auto options = mirror_options{};
  section in{x, out};
  if (auto* upstream = in.require("to"))
    if (auto name = text{.wanted = "an upstream's name"}(*upstream, out))
      options.upstream = *std::move(name);
  in.bind("percent", options.percent, whole_number{.least = 0, .most = 100});
  in.bind("body", options.max_body, size{.most = 16 * 1024 * 1024});
  in.bind("in_flight", options.max_in_flight,
          whole_number{.least = 1, .most = 100000});
  in.bind("timeout", options.timeout, duration{});
  in.bind("shadow_host", options.shadow_host, boolean{});
  in.close();
  if (!options.upstream.empty())
    add_mirror(std::move(options), to);
}

} // namespace troupe::actors::stages
