#pragma once

#include "actors/base/pinned.hpp"
#include "actors/pool/connection_shelf.hpp"
#include "actors/pool/interface.hpp"
#include "actors/pool/shared_connection.hpp"
#include "actors/pool/shelf_seat.hpp"
#include "actors/upstream_h2/interface.hpp"
#include "actors/upstream_h2/silence.hpp"
#include "actors/upstream_h2/upstream_stream.hpp"

#include "runtime/buffer/byte_queue.hpp"
#include "runtime/buffer/drain.hpp"
#include "runtime/buffer/gather.hpp"
#include "runtime/loop/turn_end.hpp"
#include "runtime/net/stream.hpp"
#include "runtime/time/timer_wheel.hpp"

#include "codecs/http2/client.hpp"
#include "codecs/http2/stream_map.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::actors {

class upstream_h2;

struct upstream_h2_state {
  static inline const char* name = "upstream-h2";

  ~upstream_h2_state();

  upstream_h2* owner = nullptr;
  caf::strong_actor_ptr self; ///< nobody else holds it
  pool_actor pool; ///< that waits for the backend's settings, or none
  std::optional<shelf_seat> seat;

  runtime::net::stream socket;
  std::optional<codecs::http2::client> codec;
  runtime::buffer::byte_queue outbox; ///< for the backend to take
  std::optional<runtime::time::timer> timer;
  std::optional<runtime::loop::turn_end> turn_end;

  runtime::time::steady_point born;
  runtime::time::steady_point busy_since; ///< with requests
  runtime::time::steady_point idle_since;
  std::optional<silence> quiet;

  codecs::http2::stream_map<upstream_stream*> streams;
  std::vector<upstream_stream*> unopened;
  std::vector<upstream_stream*> listed; ///< to be told something
  std::size_t requests = 0;
  bool closing = false; ///< takes no more requests
  bool over = false;
  int write_error = 0;   ///< that is to end it when the turn ends
  bool has_more = false; ///< read_on is on its way

  // Filled and read within one event.
  runtime::buffer::gather out;
  codecs::http1::request_head head;
  codecs::fields::map trailers;
};

/// A connection to a backend that speaks HTTP/2, for all exchanges of its loop:
/// each has a stream (upstream_stream). Lies on its shelf as long as it takes
/// requests. Writes once a turn, for all of them.
class upstream_h2 final
  : public pinned<upstream_h2_actor::stateful_base<upstream_h2_state>>,
    public shared_connection,
    private codecs::http2::client_events,
    private runtime::loop::io_handler,
    private runtime::loop::turn_end_handler,
    private runtime::time::timer_handler {
public:
  using stream_id = codecs::http2::stream_id;

  /// `pool` is told when it can be used, or that it cannot: within the time for
  /// connecting, which began when it was `born`.
  upstream_h2(caf::actor_config& cfg, pool_actor pool, shelf_seat seat,
              runtime::net::stream socket, runtime::time::steady_point born);

  behavior_type make_behavior() override;

  // -- for its shelf
  bool has_room() const noexcept override;
  connection_ptr open() override;
  bool idle() const noexcept override;
  void wind_up() override;

  // -- for its streams

  codecs::http2::client& codec() noexcept { return *state.codec; }
  const std::shared_ptr<connection_shelf>& shared_shelf() const noexcept {
    return state.seat->shared_shelf();
  }
  std::string_view scheme() const noexcept {
    return state.socket.encryption() ? "https" : "http";
  }
  runtime::time::steady_point now() { return home().loop().now(); }
  codecs::http1::request_head& request_head() noexcept { return state.head; }
  codecs::fields::map& trailers() noexcept { return state.trailers; }

  /// 0: the backend takes no more.
  stream_id open(upstream_stream& x, const codecs::http1::request_head& head,
                 const codecs::http2::client::target& where, bool ends);
  stream_id open(upstream_stream& x, const codecs::http1::request_outline& head,
                 std::string_view text, bool ends);
  /// Something waits to leave, before the turn ends.
  void wants_to_write();
  /// The same, and what was lent to the codec is its owner's again.
  void flush(stream_id id);
  void consumed(stream_id id, std::size_t n);
  /// It is nobody's any more.
  void release(upstream_stream& x);

private:
  friend struct upstream_h2_state;

  // -- what happens to us
  void on_ready(runtime::loop::readiness what) override;
  void on_timer() override;
  void on_turn_end() override;

  // -- what the codec tells
  void on_interim(stream_id id, codecs::http1::response_head& head) override;
  void on_response(stream_id id, codecs::http1::response_head& head) override;
  void on_body(stream_id id, codecs::octets piece) override;
  void on_end(stream_id id, codecs::fields::map& trailers) override;
  void on_closed(stream_id id, const codecs::http2::closure& how) override;
  void on_room(stream_id id) override;
  void on_settings() override;
  void on_goaway(stream_id last, codecs::http2::errc why) override;
  void on_pong() override;

  stream_id note_opened(upstream_stream& x, stream_id id);
  bool forget_unopened(upstream_stream& x);

  // -- the connection
  template <class Note>
  void count(Note&& note) {
    if (auto* counts = state.seat->shelf().options().http2_counts)
      note(*counts);
  }
  void receive();
  void write();
  bool write_some();
  bool write_outbox();
  void list(upstream_stream& x);
  upstream_stream* find(stream_id id) noexcept;
  void tell_streams();
  void settle(failure why);
  void close_for_new();
  void note_left();
  void ask_if_there();
  void end(failure why);
  void lose_streams(const failure& why);
  std::optional<runtime::time::steady_point> next_deadline() const;
  void expire();
};

} // namespace troupe::actors
