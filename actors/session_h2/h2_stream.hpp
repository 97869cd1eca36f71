#pragma once

#include "actors/exchange/exchange.hpp"
#include "actors/exchange/session_side.hpp"
#include "actors/session/current_exchange.hpp"

#include "runtime/buffer/byte_queue.hpp"
#include "runtime/time/timer_wheel.hpp"

#include "codecs/http1/head.hpp"
#include "codecs/http2/connection.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace troupe::actors {

class session_h2;

/// One stream of an HTTP/2 connection, which is one request and its response:
/// an object of the session's, for whose sake the exchange need not know of
/// versions. What it sends waits in the codec until the turn ends.
class h2_stream final : public session_side,
                        private runtime::time::timer_handler {
public:
  h2_stream(session_h2& owner, codecs::http2::stream_id id);
  ~h2_stream();

  codecs::http2::stream_id id() const noexcept { return id_; }
  /// Null: none was begun, or it is over.
  exchange* running() const noexcept { return now_.exchange.get(); }

  // -- what the session tells, out of what the codec has told it

  /// A request is here; its head may be taken out. `text` as in begin_routed(),
  /// `protocol` as in server_events.
  void begin(codecs::http1::request_head& head, std::string_view text,
             std::string_view protocol);
  /// Its head was not taken.
  void refuse(const failure& why, codecs::http::status status);
  void on_body(codecs::octets piece);
  void on_end(codecs::fields::map& trailers);
  void on_room() noexcept { has_room_ = true; }
  void on_progress() noexcept { write_since_ = now(); }
  /// Was it held back (congested(), though the codec has room)? It is no more.
  bool was_held_back() noexcept { return std::exchange(held_back_, false); }
  /// It is over, whatever runs.
  void give_up(const failure& why);

  /// Brings things forward: what has come is brought to the exchange, which
  /// goes on if there is room. Called before the turn ends, after any of the
  /// above and whatever happened to the exchange.
  void settle();
  /// What it has lent to the codec is its own again.
  void end_loan();
  /// Sees to it that it waits no longer than it may. Called when what it has
  /// sent in this turn has left, as far as it could.
  void watch_deadline();

  bool is_listed = false;      ///< among those to be settled
  bool is_waiting = false;     ///< was settled, and no deadline is watched yet
  std::uint64_t last_turn = 0; ///< that it had
  std::optional<failure> lost; ///< why it is to be given up, when it can be

  // -- session_side

  void send_interim(const codecs::http1::response_head& head) override;
  void send_head(codecs::http1::response_head& head, std::string_view text,
                 codecs::http::framing framing, std::string_view via) override;
  void send_body(codecs::octets piece) override;
  void send_end(const codecs::fields::map& trailers) override;
  void flush() override;
  bool congested() const override;
  runtime::net::stream* bare_socket() override { return nullptr; }
  void sent_bare(std::size_t) override {
    // nop: there is no such socket
  }
  void answer(const failure& why) override;
  void note(const failure& why) override { now_.tell(why); }
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

private:
  void on_timer() override;

  // -- the request
  void open(const codecs::http1::request_head& head);
  void ask_for_tunnel(codecs::http1::request_head& head,
                      std::string_view protocol);
  void bring(codecs::octets piece);
  void bring_what_waits();
  bool awaits_body() const;
  void finish_exchange();

  // -- the response
  void write_error(const failure& why, codecs::http::status status);
  void write_page(const failure& why, codecs::http::status status);
  void write_grpc_status(const failure& why, codecs::http::status status);

  // -- deadlines
  std::optional<runtime::time::steady_point> next_deadline() const;
  void expire(runtime::time::steady_point now);
  void drop_exchange(const failure& why, codecs::http::status status);

  loop_home& home() const noexcept;
  runtime::time::steady_point now() const noexcept;

  session_h2& owner_;
  codecs::http2::stream_id id_;
  runtime::time::timer timer_{*this};

  runtime::buffer::byte_queue inbox_; ///< of the request, not brought yet
  std::unique_ptr<codecs::fields::map> trailers_; ///< likewise
  runtime::time::steady_point begun_;
  runtime::time::steady_point since_;       ///< the request's last octet
  runtime::time::steady_point write_since_; ///< the client took something
  std::uint64_t received_ = 0;              ///< of the request's body
  std::string websocket_key_;               ///< that we have asked with

  bool in_request_ = true;   ///< its end is not here
  bool brought_end_ = false; ///< the exchange was told of it
  bool forgone_ = false;     ///< the rest of it is not wanted
  bool has_news_ = false;    ///< the exchange was brought something
  bool has_room_ = false;
  bool has_lent_ = false;          ///< to the codec
  mutable bool held_back_ = false; ///< who asks is remembered
  bool holds_back_ = false; ///< what comes is for a tunnel, if there is one
  bool is_tunnel_ = false;  ///< and has a deadline of its own
  bool waits_for_100_ = false;
  bool bodiless_ = false; ///< the response
  bool is_grpc_ = false;

  current_exchange now_;
};

} // namespace troupe::actors
