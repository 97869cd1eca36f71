#include "actors/pool/pool.hpp"

#include "actors/pool/connect_failure.hpp"
#include "actors/upstream_h2/upstream_h2.hpp"

#include "runtime/net/connect.hpp"

#include <fmt/format.h>

#include <memory>
#include <utility>

namespace troupe::actors {

namespace {

/// A lease that its holder cannot forget.
constexpr auto nobody = lease_id{};

connection_lease refused(failure why) {
  return {.connection = nullptr, .reused = false, .why = std::move(why)};
}

connection_lease lent(connection_ptr x, bool reused = true) {
  return {.connection = std::move(x), .reused = reused, .why = {}};
}

} // namespace

// -- the pool -----------------------------------------------------------------

pool::pool(caf::actor_config& cfg, std::shared_ptr<connection_shelf> shelf,
           runtime::net::address backend, const codecs::http1::limits& limits,
           std::string_view name)
  : pinned(cfg) {
  if (auto& tls = shelf->options().tls)
    state.peer.emplace(tls, name);
  state.shelf = std::move(shelf);
  state.backend = std::move(backend);
  state.limits = limits;
  state.shares = !state.shelf->options().speaks.h1;
  state.queue.emplace(state.shelf->options().max_waiting);
  state.queue_timer.emplace(static_cast<timer_handler&>(*this));
}

pool::behavior_type pool::make_behavior() {
  return {
    [this](const lease_connection& x) { return lease(x.lease); },
    [this](const forget_lease& x) {
      state.queue->forget(x.lease);
      watch_queue();
    },
    [this](give_back& x) {
      if (auto next = state.queue->pop()) {
        next->promise.deliver(lent(std::move(x.connection)));
        watch_queue();
      } else {
        state.shelf->waiting = 0;
        state.shelf->put(std::move(x.connection));
      }
    },
    [this](place_became_free) { serve_queue(); },
    [this](connection_settled& x) { on_settled(std::move(x.why)); },
    [this](close_pool) { quit(); },
  };
}

caf::result<connection_lease> pool::lease(lease_id who) {
  auto& shelf = *state.shelf;
  // Whoever came first is first, even where there is room again.
  if (state.queue->empty()) {
    if (auto stream = shelf.take_stream())
      return lent(std::move(stream));
    if (!expects_room())
      if (auto place = shelf.reserve()) {
        auto promise = make_response_promise<connection_lease>();
        connect(promise, *std::move(place));
        return promise;
      }
  }
  if (auto idle = shelf.take())
    return lent(std::move(idle));
  if (state.queue->full(expected_room()))
    return refused({proxy_errc::queue_full,
                    fmt::format("{} wait already", state.queue->size())});
  auto place = shelf.reserve_wait();
  if (!place)
    return refused({proxy_errc::circuit_open, "waiting"});
  auto promise = make_response_promise<connection_lease>();
  wait(who, {promise, *std::move(place)});
  serve_queue();
  return promise;
}

void pool::wait(lease_id who, waiting_lease x) {
  auto patience = state.shelf->options().wait;
  auto deadline = patience.count() > 0
                    ? std::optional{home().loop().now() + patience}
                    : std::nullopt;
  state.queue->push(who, deadline, std::move(x));
}

void pool::connect(promise_type promise, shared_place place) {
  auto& shelf = *state.shelf;
  auto begun
    = runtime::net::begin_connect(state.backend, shelf.options().socket);
  if (!begun) {
    promise.deliver(refused(connect_failure(begun.error())));
    return;
  }
  auto now = home().loop().now();
  auto& attempt = state.attempts.emplace_back(
    *this,
    connection_parts{.socket = runtime::net::stream{std::move(begun->socket)},
                     .seat = shelf_seat{state.shelf, std::move(place)},
                     .promise = std::move(promise),
                     .born = now});
  if (auto error = attempt.start(now + shelf.options().connect))
    ended(attempt, connect_failure(error));
  else if (begun->done)
    attempt.on_connected();
}

void pool::ended(connect_attempt& x, failure why) {
  auto parts = std::move(x.parts);
  state.attempts.remove_if([&](auto& y) { return &y == &x; });
  auto& speaks = state.shelf->options().speaks;
  auto* tls = parts.socket.encryption();
  auto agreed_on_h2 = tls ? tls->protocol() == "h2" : !speaks.h1;
  if (why.what == proxy_errc::none && !agreed_on_h2 && !speaks.h1)
    why = {proxy_errc::tls_protocol_error, "it does not speak h2"};
  if (why.what != proxy_errc::none) {
    parts.promise.deliver(refused(why));
    refuse_who_hoped(why);
  } else if (agreed_on_h2) {
    begin_h2(std::move(parts));
  } else {
    begin_h1(std::move(parts));
  }
}

void pool::begin_h1(connection_parts x) {
  auto connection = std::make_shared<upstream_h1>(
    std::move(x.seat), std::move(x.socket), state.limits);
  connection->born = x.born;
  x.promise.deliver(lent(std::move(connection), false));
  if (std::exchange(state.shares, false))
    serve_queue(); // each needs one of its own
}

// -- connections that are shared ----------------------------------------------

void pool::begin_h2(connection_parts x) {
  state.shares = true;
  state.settling.push_back(std::move(x.promise));
  spawn_pinned<upstream_h2>(home(), pool_actor{this}, std::move(x.seat),
                            std::move(x.socket), x.born);
}

/// The streams of connections that are being made.
std::size_t pool::expected_room() const noexcept {
  if (!state.shares)
    return 0;
  auto under_way = state.attempts.size() + state.settling.size();
  return under_way * state.shelf->options().http2.protocol.max_streams;
}

/// Are there enough of them for all who wait?
bool pool::expects_room() const noexcept {
  return state.queue->size() < expected_room();
}

void pool::on_settled(failure why) {
  auto promise = std::move(state.settling.front());
  state.settling.pop_front();
  if (why.what != proxy_errc::none) {
    promise.deliver(refused(why));
    refuse_who_hoped(why);
    return;
  }
  if (auto stream = state.shelf->take_stream())
    promise.deliver(lent(std::move(stream), false));
  else // others were quicker
    wait(nobody, {std::move(promise), {}});
  serve_queue();
}

/// Who waits for streams of connections that are being made, and there are no
/// more of those.
void pool::refuse_who_hoped(const failure& why) {
  if (!state.shares || !state.attempts.empty() || !state.settling.empty()
      || state.shelf->shares())
    return;
  while (auto next = state.queue->pop())
    next->promise.deliver(refused(why));
  watch_queue();
}

// -- the queue ----------------------------------------------------------------

void pool::serve_queue() {
  while (!state.queue->empty()) {
    if (auto stream = state.shelf->take_stream()) {
      state.queue->pop()->promise.deliver(lent(std::move(stream)));
      continue;
    }
    if (expects_room())
      break;
    auto place = state.shelf->reserve();
    if (!place)
      break;
    connect(state.queue->pop()->promise, *std::move(place));
  }
  watch_queue();
}

void pool::on_timer() {
  enter([this] {
    while (auto late = state.queue->pop_expired(home().loop().now()))
      late->promise.deliver(
        refused({proxy_errc::queue_timeout, "all are in use"}));
    watch_queue();
  });
}

void pool::watch_queue() {
  state.shelf->waiting = state.queue->size();
  if (auto next = state.queue->next_deadline())
    home().loop().arm(*state.queue_timer, *next);
  else
    state.queue_timer->cancel();
}

} // namespace troupe::actors
