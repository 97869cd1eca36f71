#pragma once

#include "actors/base/pinned.hpp"
#include "actors/listener/guest_list.hpp"
#include "actors/pool/interface.hpp"
#include "actors/session/interface.hpp"
#include "actors/session/loop_home.hpp"
#include "actors/session/new_connection.hpp"
#include "actors/session_h2/h2_stream.hpp"

#include "runtime/buffer/byte_queue.hpp"
#include "runtime/buffer/drain.hpp"
#include "runtime/loop/turn_end.hpp"
#include "runtime/net/stream.hpp"
#include "runtime/time/timer_wheel.hpp"

#include "codecs/http2/server.hpp"
#include "codecs/http2/stream_map.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <compare>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::actors {

class session_h2;

/// A request in HTTP/1.1 that has asked for HTTP/2 (RFC 7540 section 3.2).
/// Borrowed.
struct h2_upgrade {
  std::string_view settings; ///< HTTP2-Settings
  codecs::http1::request_head* head = nullptr;
  std::string_view text; ///< that the head's views point into
};

/// Which stream goes before which, where one must wait (RFC 9218 section 10):
/// by urgency, then one after the other, and those that are incremental in
/// turn.
struct h2_rank {
  int urgency;
  bool incremental;
  std::uint64_t turn;

  auto operator<=>(const h2_rank&) const = default;
};

/// How far a session's end is.
enum class h2_ending : std::uint8_t {
  none,
  asking,   ///< the client is being told
  asked,    ///< and what it sent before it knew may still come
  refusing, ///< no more streams are taken
  linger,   ///< our half is shut; what the client still sends is read away
  over,
};

struct session_h2_state : guest {
  static inline const char* name = "session-h2";

  virtual ~session_h2_state();

  void on_drain() override;
  void on_stop() override;

  session_h2* owner = nullptr;
  loop_home* home = nullptr;
  caf::strong_actor_ptr self; ///< nobody else holds the session
  std::string address;        ///< the peer's, without port

  runtime::net::stream socket;
  std::optional<codecs::http2::server> codec;
  runtime::buffer::byte_queue outbox; ///< for the client to take
  std::optional<runtime::time::timer> timer;
  std::optional<runtime::loop::turn_end> turn_end;

  runtime::time::steady_point heard;       ///< the client's last octet
  runtime::time::steady_point write_since; ///< the client took something
  runtime::time::steady_point idle_since;  ///< or when it began to end
  std::optional<runtime::time::steady_point> pinged; ///< and not answered

  std::uint64_t requests = 0;
  std::uint64_t turns = 0; ///< that streams have had, to write large pieces
  h2_ending end = h2_ending::none;
  bool gone = false;          ///< the client is; nothing can be written
  bool feeding = false;       ///< the codec is, and cannot be pulled
  bool holds_back = false;    ///< streams wait for a socket that is full
  bool has_more = false;      ///< go_on is on its way
  std::string_view head_text; ///< of the request that an upgrade brought

  std::unique_ptr<state_bag> memory; ///< of stages; made when one asks
  codecs::http2::stream_map<h2_stream*> streams;
  std::vector<h2_stream*> listed;   ///< to be settled
  std::vector<h2_stream*> waiting;  ///< whose deadlines are to be watched
  std::vector<h2_stream*> yielding; ///< until go_on
  std::vector<h2_stream*> dead;     ///< to be given back
  h2_stream* flushed = nullptr;     ///< for which is written
};

/// One HTTP/2 connection of a client: an exchange for each stream. Reads when
/// there is something, and writes once at the end of a turn, for all streams.
class session_h2 final
  : public pinned<session_actor::stateful_base<session_h2_state>>,
    private codecs::http2::server_events,
    private runtime::loop::io_handler,
    private runtime::loop::turn_end_handler,
    private runtime::time::timer_handler {
public:
  using stream_id = codecs::http2::stream_id;

  /// Spawned lazily, and then started.
  session_h2(caf::actor_config& cfg, loop_home& home, new_connection from);
  /// Begins, at once.
  void start(const h2_upgrade* request, codecs::octets early);

  behavior_type make_behavior() override;

  // -- for its streams

  codecs::http2::server& codec() noexcept { return *state.codec; }
  loop_home& shared() noexcept { return *state.home; }
  /// It is to be settled before the turn ends, and written for.
  void list(h2_stream& x);
  /// The same, when others have had their turn.
  void list_later(h2_stream& x);
  /// What it has lent to the codec is its own again.
  void end_loan(h2_stream& x);
  /// The client's socket takes no more.
  bool is_full() const noexcept {
    return !state.outbox.empty() || !state.socket.may_write();
  }
  /// One that goes before it has more to send, when others had their turn.
  bool comes_behind(const h2_stream& x) const;
  /// A stream waits for either to end.
  void note_held_back() noexcept { state.holds_back = true; }
  /// Runs `body` as this actor.
  template <class Body>
  void run(Body&& body) {
    enter([&] {
      body();
      advance();
    });
  }
  void ask_pool(stream_id id, const pool_actor& pool, lease_id lease);
  void ask_service(stream_id id, const http_service_actor& service,
                   serve question);

private:
  friend struct session_h2_state;

  // -- what happens to us
  void on_ready(runtime::loop::readiness what) override;
  void on_timer() override;
  void on_turn_end() override;
  void drain();
  void stop();

  // -- what the codec tells
  void on_request(stream_id id, codecs::http1::request_head& head,
                  std::string_view protocol) override;
  void on_oversized(stream_id id) override;
  void on_body(stream_id id, codecs::octets piece) override;
  void on_end(stream_id id, codecs::fields::map& trailers) override;
  void on_closed(stream_id id, const codecs::http2::closure& how) override;
  void on_room(stream_id id) override;
  void on_progress(stream_id id) override;
  void on_goaway(stream_id last, codecs::http2::errc why) override;
  void on_pong() override;

  // -- the connection
  void take_upgrade(const h2_upgrade& request);
  void advance();
  void receive();
  void feed(codecs::octets input);
  /// What `body` does to the codec brings events: it cannot be pulled then.
  template <class Body>
  void feed_by(Body&& body) {
    struct stint {
      bool& feeding;
      ~stint() { feeding = false; }
    };
    auto until_done = stint{state.feeding}; // also if an exchange throws
    state.feeding = true;
    body(*state.codec);
  }
  void settle_streams();
  void watch_streams();
  void write();
  bool write_some();
  void release_streams();
  void resume_yielding();
  h2_rank rank_of(const h2_stream& x) const;
  bool write_outbox();
  void end_if_finished();
  void linger();
  void leave();
  void break_off();
  void client_gone();
  void drop_streams(const failure& why);
  void begin_end();
  void await_farewell();
  void later();
  std::optional<runtime::time::steady_point> next_deadline() const;
  void watch_deadline();
  void expire(runtime::time::steady_point now);

  h2_stream& open(stream_id id);
  h2_stream* find(stream_id id) noexcept;
  void bury();

  runtime::time::steady_point now() { return home().loop().now(); }
};

/// As start_session(), for a connection that speaks HTTP/2. With a request, the
/// client is answered with 101 first.
session_actor start_session_h2(loop_home& home, new_connection from,
                               const h2_upgrade* request = nullptr);

} // namespace troupe::actors
