#include "actors/pool/connection_shelf.hpp"

#include <caf/send.hpp>

#include <algorithm>
#include <utility>

namespace troupe::actors {

connection_shelf::connection_shelf(runtime::loop::event_loop& loop,
                                   const pool_options& options,
                                   std::shared_ptr<circuit_breaker> circuit)
  : loop_(loop), options_(options), circuit_(std::move(circuit)),
    idle_(options.max_idle) {
  // nop
}

connection_shelf::~connection_shelf() {
  pool = nullptr;
  clear();
}

connection_ptr connection_shelf::take_stream() {
  for (auto* x : shared_)
    if (x->has_room())
      return x->open();
  return nullptr;
}

connection_ptr connection_shelf::take() {
  if (auto stream = take_stream())
    return stream;
  while (auto last = idle_.take()) {
    // Too old, or about to be told so by an event that waits behind this one.
    if (!worn_out(**last))
      return *std::move(last);
  }
  return nullptr;
}

void connection_shelf::put(connection_ptr back) {
  back->holder(nullptr);
  if (back->is_shared())
    return;
  auto x = std::static_pointer_cast<upstream_h1>(std::move(back));
  if (closed_for_good_ || worn_out(*x))
    return;
  if (waiting > 0 && pool) {
    caf::anon_send(pool, give_back{std::move(x)});
    return;
  }
  x->idle_since = loop_.now();
  if (options_.idle.count() > 0 && !idle_timer_.armed())
    loop_.arm(idle_timer_, x->idle_since + options_.idle);
  idle_.put(std::move(x)); // whoever makes room is closed
}

std::optional<shared_place> connection_shelf::reserve() noexcept {
  if (!has_room())
    return std::nullopt;
  if (!circuit_)
    return shared_place{};
  auto place = circuit_->try_enter(breaker_bound::connections);
  if (!place && open_ > 0)
    return std::nullopt;
  return place;
}

std::optional<shared_place> connection_shelf::reserve_wait() noexcept {
  if (!circuit_)
    return shared_place{};
  auto place = circuit_->try_enter(breaker_bound::waiting);
  if (!place)
    return std::nullopt;
  return place;
}

void connection_shelf::clear() {
  closed_for_good_ = true;
  idle_timer_.cancel();
  while (idle_.take_oldest())
    ; // nop
  for (auto* x : std::exchange(shared_, {}))
    x->wind_up();
}

void connection_shelf::closed() {
  --open_;
  has_room_again();
}

void connection_shelf::share(shared_connection& x) {
  if (closed_for_good_)
    x.wind_up();
  else
    shared_.push_back(&x);
}

void connection_shelf::has_room_again() {
  if (waiting > 0 && pool)
    caf::anon_send(pool, place_became_free{});
}

void connection_shelf::fell_idle(shared_connection& x) {
  auto idle = idle_.size();
  for (auto* y : shared_)
    idle += y->idle();
  if (idle > options_.max_idle || closed_for_good_)
    x.wind_up();
}

void connection_shelf::stirred(upstream_h1& x) {
  // What it announces may have been read already, when another event of the
  // same turn moved the last exchange to its end.
  if (x.stream.peek() == runtime::net::io_state::would_block)
    return;
  idle_.take_if([&](const h1_ptr& y) { return y.get() == &x; });
}

void connection_shelf::on_timer() {
  while (!idle_.empty()) {
    auto due = idle_.oldest()->idle_since + options_.idle;
    if (due > loop_.now()) {
      loop_.arm(idle_timer_, due);
      return;
    }
    idle_.take_oldest();
  }
}

bool connection_shelf::worn_out(runtime::time::steady_point born,
                                std::size_t requests) const noexcept {
  return (options_.max_requests > 0 && requests >= options_.max_requests)
         || (options_.max_age.count() > 0
             && loop_.now() - born >= options_.max_age);
}

namespace {

std::size_t part(std::size_t all, std::size_t loops, std::size_t index) {
  if (all == 0)
    return 0;
  auto mine = all / loops + (index < all % loops ? 1 : 0);
  return std::max<std::size_t>(mine, 1);
}

} // namespace

pool_options share_of(const pool_options& all, std::size_t loops,
                      std::size_t index) noexcept {
  auto mine = all;
  mine.max_connections = part(all.max_connections, loops, index);
  mine.max_idle = part(all.max_idle, loops, index);
  mine.max_waiting = part(all.max_waiting, loops, index);
  return mine;
}

} // namespace troupe::actors
