#include "actors/pool/pool.hpp"

#include "actors/pool/connect_failure.hpp"

#include "runtime/net/connect.hpp"

#include <fmt/format.h>

#include <memory>
#include <utility>

namespace troupe::actors {

namespace {

connection_lease refused(failure why) {
  return {.connection = nullptr, .reused = false, .why = std::move(why)};
}

} // namespace

// -- an attempt ---------------------------------------------------------------

connect_attempt::connect_attempt(
  pool& owner, connection_ptr x,
  caf::typed_response_promise<connection_lease> who)
  : connection(std::move(x)), promise(std::move(who)), owner_(owner) {
  connection->holder(this);
}

void connect_attempt::start(runtime::time::steady_point deadline) {
  if (owner_.state.shelf->options().connect.count() > 0)
    owner_.home().loop().arm(timer_, deadline);
}

void connect_attempt::on_ready(runtime::loop::readiness what) {
  if (!what.writable && !what.hung_up && !connection->stream.encryption())
    return;
  owner_.enter([this] {
    if (connection->stream.encryption())
      shake_hands();
    else if (auto error
             = runtime::net::connect_result(connection->stream.socket()))
      owner_.ended(*this, connect_failure(error));
    else
      on_connected();
  });
}

void connect_attempt::on_connected() {
  if (auto& peer = owner_.state.peer) {
    connection->stream.encrypt(peer->connect());
    shake_hands();
  } else {
    owner_.ended(*this, {});
  }
}

void connect_attempt::shake_hands() {
  using runtime::tls::handshake_state;
  auto& stream = connection->stream;
  auto how = stream.encryption()->handshake(stream.under());
  stream.update();
  if (how == handshake_state::done)
    owner_.ended(*this, {});
  else if (how != handshake_state::waits)
    owner_.ended(*this, handshake_failure(stream.encryption()->problem()));
}

void connect_attempt::on_timer() {
  owner_.enter([this] {
    owner_.ended(*this, {proxy_errc::connect_timeout,
                         connection->stream.encryption() ? "in TLS's handshake"
                                                         : "no answer"});
  });
}

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
        next->promise.deliver(connection_lease{
          .connection = std::move(x.connection), .reused = true, .why = {}});
        watch_queue();
      } else {
        state.shelf->waiting = 0;
        state.shelf->put(std::move(x.connection));
      }
    },
    [this](place_became_free) { serve_queue(); },
    [this](close_pool) { quit(); },
  };
}

caf::result<connection_lease> pool::lease(lease_id who) {
  auto& shelf = *state.shelf;
  // Whoever came first is first, even where there is room again.
  if (state.queue->empty())
    if (auto place = shelf.reserve()) {
      auto promise = make_response_promise<connection_lease>();
      connect(promise, *std::move(place));
      return promise;
    }
  if (auto idle = shelf.take())
    return connection_lease{
      .connection = std::move(idle), .reused = true, .why = {}};
  if (state.queue->full())
    return refused({proxy_errc::queue_full,
                    fmt::format("{} wait already", state.queue->size())});
  auto place = shelf.reserve_wait();
  if (!place)
    return refused({proxy_errc::circuit_open, "waiting"});
  auto promise = make_response_promise<connection_lease>();
  auto patience = shelf.options().wait;
  auto deadline = patience.count() > 0
                    ? std::optional{home().loop().now() + patience}
                    : std::nullopt;
  state.queue->push(who, deadline, {promise, *std::move(place)});
  serve_queue();
  return promise;
}

void pool::connect(caf::typed_response_promise<connection_lease> promise,
                   shared_place place) {
  auto& shelf = *state.shelf;
  auto begun
    = runtime::net::begin_connect(state.backend, shelf.options().socket);
  if (!begun) {
    promise.deliver(refused(connect_failure(begun.error())));
    return;
  }
  auto now = home().loop().now();
  auto connection = std::make_shared<upstream_connection>(
    state.shelf, runtime::net::stream{std::move(begun->socket)}, state.limits);
  connection->born = now;
  connection->place = std::move(place);
  if (auto error = connection->watch(home().loop())) {
    promise.deliver(refused(connect_failure(error)));
    return;
  }
  auto& attempt
    = state.attempts.emplace_back(*this, std::move(connection), promise);
  attempt.start(now + shelf.options().connect);
  if (begun->done)
    attempt.on_connected();
}

void pool::ended(connect_attempt& x, failure why) {
  auto connection = std::move(x.connection);
  auto promise = std::move(x.promise);
  state.attempts.remove_if([&](auto& y) { return &y == &x; });
  connection->holder(nullptr);
  if (why.what == proxy_errc::none)
    promise.deliver(connection_lease{
      .connection = std::move(connection), .reused = false, .why = {}});
  else
    promise.deliver(refused(std::move(why)));
}

void pool::serve_queue() {
  while (!state.queue->empty()) {
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
