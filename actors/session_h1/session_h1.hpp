#pragma once

#include "actors/base/pinned.hpp"
#include "actors/exchange/exchange.hpp"
#include "actors/exchange/session_side.hpp"
#include "actors/session/current_exchange.hpp"
#include "actors/session/interface.hpp"
#include "actors/session/loop_home.hpp"
#include "actors/session/new_connection.hpp"

#include "runtime/buffer/byte_queue.hpp"
#include "runtime/buffer/drain.hpp"
#include "runtime/net/stream.hpp"
#include "runtime/time/timer_wheel.hpp"

#include "codecs/http1/request_decoder.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace troupe::actors {

class session_h1;
struct h2_upgrade;

/// How a connection ends, once it is to end.
enum class ending : std::uint8_t {
  none,     ///< it goes on
  close,    ///< when what waits has left
  linger,   ///< our half is shut; what the client still sends is read away
  abort,    ///< at once, and so that the client notices
  moved_on, ///< it belongs to a tunnel now
  over,     ///< there is nothing left to do
};

/// A connection's memory. Nothing in it is large while the connection is idle.
struct session_h1_state : guest, current_exchange {
  static inline const char* name = "session-h1";

  virtual ~session_h1_state();

  void on_drain() override;
  void on_stop() override;

  session_h1* owner = nullptr;
  caf::strong_actor_ptr self; ///< nobody else holds the session
  std::string address;        ///< the peer's, without port

  runtime::net::stream socket;
  std::optional<codecs::http1::request_decoder> decoder;
  runtime::buffer::byte_queue inbox;  ///< read, and not yet understood
  runtime::buffer::byte_queue outbox; ///< for the client to take
  std::optional<runtime::time::timer> timer;
  runtime::net::pipe_store::pipe pipe; ///< a large request body on its way

  runtime::time::steady_point since;       ///< idle, in a head, or in a body
  runtime::time::steady_point write_since; ///< the client took something
  runtime::time::steady_point begun;       ///< the present exchange

  std::uint32_t requests = 0;
  actors::ending end = ending::none;
  bool starved = false;    ///< what is in the inbox needs more octets
  bool gone = false;       ///< the client is; nothing can be written
  bool in_request = false; ///< its head is read, its end is not
  bool has_body = false;   ///< the request
  bool may_be_h2 = false;  ///< its first request may say so

  // -- the present exchange
  codecs::http::version version = codecs::http::version::http_1_1;
  bool keep_alive = true; ///< after this exchange, if nothing speaks against
  bool waits_for_100 = false;
  bool chunked = false;  ///< the response, towards the client
  bool bodiless = false; ///< the response
  bool until_close = false;

  std::unique_ptr<state_bag> memory; ///< of stages; made when one asks
};

/// One HTTP/1 connection of a client: reads requests, runs an exchange for
/// each, in order, and frames responses as the client understands.
class session_h1 final
  : public pinned<session_actor::stateful_base<session_h1_state>>,
    private session_side,
    private runtime::loop::io_handler,
    private runtime::time::timer_handler {
public:
  /// Spawned lazily, and then started.
  session_h1(caf::actor_config& cfg, loop_home& home, new_connection from);
  /// Begins, at once.
  void start();

  behavior_type make_behavior() override;

private:
  friend struct session_h1_state;

  /// For the answer to a first request, before its client is watched.
  static constexpr auto unwatched = std::chrono::milliseconds{100};

  // -- what happens to us
  void on_ready(runtime::loop::readiness what) override;
  void on_timer() override;
  void drain();
  void stop();

  // -- the connection
  void advance();
  void watch_socket();
  bool step();
  void write_outbox();
  void end_connection();
  bool nothing_unread();
  void leave();
  void linger();
  void client_gone();
  bool awaits_body() const;
  std::optional<runtime::time::steady_point> next_deadline() const;
  void watch_deadline();
  void expire(runtime::time::steady_point now);

  // -- requests
  bool receive();
  bool move_body();
  bool waits_with_body(codecs::octets left) const;
  std::size_t digest(codecs::octets input);
  void feed(codecs::octets input);
  void on_head(std::string_view text);
  void on_malformed(codecs::http1::errc why);
  void finish_exchange();
  void give_up(const failure& why);
  void drop_exchange(const failure& why, codecs::http::status status);
  void refuse(const failure& why, codecs::http::status status);
  void write_error(const failure& why, codecs::http::status status);
  void write_connection();
  bool drop_early_octets();
  bool turns_to_h2(codecs::octets input);
  bool upgrades_to_h2(codecs::http1::request_head& head, std::string_view text);
  void hand_over(codecs::octets early, const h2_upgrade* request);
  void write_switch(const codecs::http1::response_head& head,
                    std::string_view via);

  void on_end();

  // -- what the exchange asks for
  void send_interim(const codecs::http1::response_head& head) override;
  void send_head(codecs::http1::response_head& head, std::string_view text,
                 codecs::http::framing framing, std::string_view via) override;
  void send_body(codecs::octets piece) override;
  void send_end(const codecs::fields::map& trailers) override;
  void flush() override;
  bool congested() const override;
  runtime::net::stream* bare_socket() override;
  void sent_bare(std::size_t n) override;
  void answer(const failure& why) override;
  void note(const failure& why) override { state.tell(why); }
  void forgo_body() override;
  void cut(const failure& why) override;
  state_bag& connection_state() override;
  codecs::proxy_protocol::header announced() const override;
  void switch_protocols(const codecs::http1::response_head& head,
                        const exchange_options& options,
                        connection_ptr upstream, codecs::octets early) override;
  void ask_pool(const pool_actor& pool, lease_id lease) override;
  void forget_lease(const pool_actor& pool, lease_id lease) override;
  void ask_service(const http_service_actor& service, serve question) override;
  void enter_exchange(runtime::loop::readiness what) override;
  void yield_exchange() override;

  runtime::time::steady_point now() { return home().loop().now(); }
};

/// On the loop of `home`, which has counted the guest: reads what is there
/// before it returns. A message would come after all others of this turn.
session_actor start_session(loop_home& home, new_connection from);

} // namespace troupe::actors
