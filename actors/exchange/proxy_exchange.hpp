#pragma once

#include "actors/exchange/attempt_watcher.hpp"
#include "actors/exchange/backend_choice.hpp"
#include "actors/exchange/exchange.hpp"
#include "actors/exchange/exchange_tools.hpp"
#include "actors/exchange/request_writer.hpp"
#include "actors/exchange/retry_plan.hpp"
#include "actors/exchange/session_side.hpp"
#include "actors/exchange/site.hpp"
#include "actors/health/shared_place.hpp"

#include "runtime/buffer/byte_queue.hpp"
#include "runtime/loop/event_loop.hpp"
#include "runtime/net/pipe_store.hpp"

#include "codecs/http1/head.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace troupe::actors {

/// An exchange with an origin: leases a connection, sends the request, brings
/// the response, both as they come and with bounded memory; tries again where
/// that is safe.
class proxy_exchange final : public exchange,
                             private runtime::loop::io_handler {
public:
  proxy_exchange(session_side& session, exchange_tools& tools)
    : session_(session), tools_(tools), request_(tools.texts.take()) {
    // nop
  }
  ~proxy_exchange() {
    abandon({});
    tools_.texts.put(std::move(request_));
  }

  /// Takes the request on. The head is written at once and not kept; with a
  /// watcher, who has another head for each attempt, what `client` views is
  /// borrowed until the end.
  void begin(const codecs::http1::request_head& head, upstream_here& upstream,
             const client_info& client, attempt_watcher* watcher = nullptr);

  void on_body(codecs::octets piece) override;
  void on_request_end(const codecs::fields::map& trailers) override;
  void push() override;
  bool wants_body() const override;
  runtime::net::stream* bare_socket(std::uint64_t left) override;

  void moved_bare(std::size_t n) override;
  void broken_bare(int error) override;

  void resume() override { pump(); }
  void on_upstream(runtime::loop::readiness what) override;
  void on_lease(lease_id which, connection_lease x) override;
  void abandon(const failure& why) override;

  bool done() const override { return done_; }
  void release() noexcept override { tools_.exchanges.put(this); }
  std::optional<runtime::time::steady_point> deadline() const override;
  void expire(runtime::time::steady_point now) override;
  void report(exchange_record& to) const override;

private:
  /// A backend that was asked for a connection and has not answered, while
  /// another is asked, too.
  struct rival {
    lease_id lease;
    backend_choice::taken whom;
  };
  using deadline_type = std::optional<runtime::time::steady_point>;

  void on_ready(runtime::loop::readiness what) override;

  // -- getting a connection
  const backend_here& backend() const noexcept { return *choice_.backend(); }
  void name_backend();
  void lease(bool fresh);
  void forget_lease();
  void add_rival();
  bool on_rival(lease_id which, connection_lease& x);
  bool leave_it_to_rivals(const failure& why);
  void drop_rivals();
  void attach(connection_ptr x, bool reused);
  void detach();

  // -- the request
  void write_head(const codecs::http1::request_head& head,
                  std::string_view host = {});
  void agree_on_head();
  void hand_over_head();
  std::size_t pending() const noexcept { return request_.size() - sent_; }
  void write_pending();
  void write_failed(int error);
  /// Writes what waits, then the piece and its tail from where they lie, and
  /// takes off them what has left.
  void write_along(codecs::octets& piece, codecs::octets& tail);
  void drop_replay();

  // -- the response
  void pump();
  bool announce();
  bool receive();
  bool has_brought(const runtime::net::io_outcome& got);
  bool move_bare();
  /// Returns whether the connection is still ours and open for more.
  bool digest(codecs::octets input);
  void on_head(std::string_view text, codecs::octets early);
  void on_response_end(std::size_t left_over);
  void on_origin_closed(failure why, bool in_order);
  void finish_if_done();

  // -- other attempts
  deadline_type race_deadline() const;
  deadline_type wait_deadline() const;
  deadline_type attempt_deadline() const;
  deadline_type all_attempts_deadline() const;
  void fail(failure why);
  void note_failure(const backend_here& x, const failure& why);
  next_step step_after(const failure& why, bool connected);
  bool repeats_for(codecs::http::status x);
  bool may_retry();
  bool go_elsewhere();
  void try_again(next_step how);
  void start_attempt(bool fresh);

  session_side& session_;
  exchange_tools& tools_;
  attempt_watcher* watcher_ = nullptr;
  client_info client_;
  upstream_here* upstream_ = nullptr;
  backend_choice choice_;
  connection_ptr connection_;
  std::optional<lease_id> lease_; ///< that we wait for
  std::vector<rival> rivals_;     ///< likewise, since earlier
  bool race_is_full_ = false;

  retry_plan plan_;
  shared_place request_place_; ///< among those that the circuit allows
  shared_place retry_place_;   ///< likewise
  shared_place budget_place_;  ///< in the retry budget
  runtime::time::steady_point begun_;
  runtime::time::steady_point tried_; ///< the present attempt began
  std::optional<runtime::time::steady_point> resumes_; ///< after a pause
  bool too_late_ = false; ///< for any other attempt
  codecs::http::method method_ = codecs::http::method::get;
  bool chunked_request_ = false;
  bool wants_tunnel_ = false;
  bool waits_for_100_ = false; ///< the client does, before it sends the body
  host_slot host_;
  bool outlined_ = false; ///< the tools' outline is that of our head

  /// The request as it leaves: what is to be sent, behind what was sent, as
  /// long as that may have to be sent again.
  std::string request_;
  std::size_t sent_ = 0;
  std::size_t head_size_ = 0;
  bool replayable_ = true;
  bool sent_any_ = false;     ///< on this attempt
  bool request_done_ = false; ///< the client has sent all of it
  bool reused_ = false;

  runtime::buffer::byte_queue inbox_; ///< of the origin's, half a head
  bool response_begun_ = false;
  bool head_sent_ = false;
  bool response_done_ = false;
  bool keep_alive_ = false; ///< says the origin
  bool reusable_ = false;
  bool done_ = false;
  runtime::net::pipe_store::pipe pipe_;

  runtime::time::steady_point progress_; ///< the last octet to or from

  // -- for the logs; of the last attempt, and empty if it did not come so far
  unsigned attempts_ = 0;
  runtime::time::steady_point asked_;     ///< the pool
  runtime::time::steady_point connected_; ///< or found connected
  runtime::time::steady_point answered_;  ///< the response's first octet
  std::optional<exchange_spans::microseconds> connect_;
};

} // namespace troupe::actors
