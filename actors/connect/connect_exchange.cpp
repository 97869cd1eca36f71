#include "actors/connect/connect_exchange.hpp"

#include "runtime/net/address_order.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace troupe::actors {

namespace {

namespace http = codecs::http;
using runtime::dns::dns_errc;
using runtime::dns::ip_family;
using runtime::net::address;

address with_port(const address& x, std::uint16_t port) {
  auto host = x.host();
  if (x.kind() == address::family::ipv6)
    host = '[' + host + ']';
  return *address::parse(fmt::format("{}:{}", host, port));
}

bool has_content(const http::framing& x) {
  return x.kind != http::body_kind::none
         && !(x.kind == http::body_kind::length && x.length == 0);
}

} // namespace

// -- where to -----------------------------------------------------------------

void connect_exchange::begin(const codecs::http1::request_head& head,
                             connect_here& here) {
  here_ = &here;
  begun_ = loop_.now();
  auto target = parse_connect_target(head.authority);
  if (!target || has_content(head.framing))
    return fail({proxy_errc::malformed_request,
                 target ? "content in CONNECT" : "no host and port"});
  target_ = *std::move(target);
  if (!here.options().rules.admits(target_))
    return fail({proxy_errc::connect_forbidden,
                 fmt::format("{}:{}", target_.host, target_.port)});
  auto place = here.reserve();
  if (!place)
    return fail({proxy_errc::circuit_open, "tunnels"});
  place_ = *std::move(place);
  find_addresses();
}

void connect_exchange::find_addresses() {
  if (target_.address)
    return connect({*target_.address});
  auto& hosts = here_->options().hosts;
  if (auto known = hosts.find(target_.host); known != hosts.end()) {
    auto where = with_port(known->second, target_.port);
    if (here_->options().rules.may_lead_to(where, true))
      connect({std::move(where)});
    else
      fail({proxy_errc::connect_forbidden, to_string(where)});
    return;
  }
  constexpr auto families = std::array{ip_family::ipv6, ip_family::ipv4};
  unanswered_ = families.size();
  for (std::size_t i = 0; i < families.size(); ++i)
    questions_[i] = here_->resolver().ask_addresses(
      target_.host, target_.port, families[i],
      [this](runtime::dns::address_answer x) { take(std::move(x)); });
}

void connect_exchange::take(runtime::dns::address_answer x) {
  if (x)
    for (auto& one : *x)
      found_.push_back(std::move(one.where));
  else if (!not_found_ || x.error() == dns_errc::timed_out)
    not_found_ = x.error();
  if (--unanswered_ == 0)
    session_.enter_exchange({});
}

// -- the connection -----------------------------------------------------------

void connect_exchange::connect(std::vector<address> where) {
  asked_ = loop_.now();
  race_.emplace(loop_, here_->shelf(), static_cast<io_handler&>(*this),
                here_->options().race);
  race_->begin(std::move(where));
  attempts_ = race_->attempts();
  if (race_->lost())
    fail(race_->why());
}

void connect_exchange::progress() {
  if (done_ || unanswered_ > 0)
    return;
  if (!race_) {
    if (found_.empty())
      return fail({*not_found_ == dns_errc::timed_out
                     ? proxy_errc::name_timeout
                     : proxy_errc::name_unresolved,
                   std::string{to_string(*not_found_)}});
    auto forbidden = to_string(found_.front());
    std::erase_if(found_, [this](const address& x) {
      return !here_->options().rules.may_lead_to(x, false);
    });
    if (found_.empty())
      return fail({proxy_errc::connect_forbidden,
                   fmt::format("{} is {}", target_.host, forbidden)});
    connect(runtime::net::in_turn(std::move(found_), [](const address& x) {
      return x.kind() == address::family::ipv6;
    }));
    return;
  }
  auto winner = race_->progress();
  attempts_ = race_->attempts();
  if (winner)
    open_tunnel(*std::move(winner));
  else if (race_->lost())
    fail(race_->why());
}

void connect_exchange::open_tunnel(connect_race::won x) {
  race_.reset();
  connected_ = loop_.now();
  backend_ = to_string(x.where);
  done_ = true;
  x.connection->occupy(std::move(place_));
  auto head = codecs::http1::response_head{};
  head.status = 200;
  session_.switch_protocols(head, here_->tunnel(), std::move(x.connection), {});
}

// -- the end ------------------------------------------------------------------

std::optional<runtime::time::steady_point> connect_exchange::deadline() const {
  if (done_)
    return std::nullopt;
  auto due = begun_ + here_->options().connect;
  if (auto next = race_ ? race_->next() : std::nullopt)
    return std::min<runtime::time::steady_point>(due, *next);
  return due;
}

void connect_exchange::expire(runtime::time::steady_point now) {
  if (done_)
    return;
  if (begun_ + here_->options().connect > now)
    progress();
  else if (unanswered_ > 0)
    fail({proxy_errc::name_timeout, "no answer"});
  else
    fail({proxy_errc::connect_timeout, "no answer"});
}

void connect_exchange::fail(failure why) {
  let_go();
  done_ = true;
  session_.answer(why);
}

void connect_exchange::let_go() noexcept {
  questions_ = {};
  unanswered_ = 0;
  race_.reset();
  place_ = {};
}

void connect_exchange::report(exchange_record& to) const {
  using microseconds = exchange_spans::microseconds;
  to.backend = backend_;
  to.attempts = static_cast<unsigned>(attempts_);
  if (asked_ && connected_)
    to.times.connect
      = std::chrono::duration_cast<microseconds>(*connected_ - *asked_);
  to.times.wait = std::chrono::duration_cast<microseconds>(
    (connected_ ? *connected_ : loop_.now()) - begun_);
}

} // namespace troupe::actors
