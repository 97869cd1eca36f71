#pragma once

#include "actors/exchange/attempt_watcher.hpp"
#include "actors/exchange/exchange.hpp"
#include "actors/exchange/exchange_tools.hpp"
#include "actors/exchange/session_side.hpp"
#include "actors/exchange/site.hpp"
#include "actors/pipeline/exchange_context.hpp"
#include "actors/pipeline/pipeline_here.hpp"
#include "actors/pipeline/stage_porter.hpp"

#include "runtime/buffer/byte_queue.hpp"

#include "codecs/http1/head.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::actors {

/// An exchange that passes the stages of a pipeline: it stands between the
/// session and another exchange, is an exchange to the one and a session to the
/// other, and holds back what a stage has not let pass yet.
class staged_exchange final : public exchange,
                              private session_side,
                              private attempt_watcher,
                              private stage_waiter {
public:
  /// Connections to backends that one request may try, whatever stages say.
  static constexpr std::uint32_t max_attempts = 16;

  staged_exchange(session_side& session, exchange_tools& tools,
                  const site& here);
  ~staged_exchange();

  /// Takes the request on, and the head, whose views point into `text`, away.
  /// What `client` views, and the route's name, is borrowed until the end.
  void begin(codecs::http1::request_head& head, std::string_view text,
             const site::route& route, const client_info& client);

  const exchange_context& context() const noexcept { return context_; }

  // -- what the session brings ------------------------------------------------

  void on_body(codecs::octets piece) override;
  void on_request_end(const codecs::fields::map& trailers) override;
  void push() override;
  bool wants_body() const override;
  runtime::net::stream* bare_socket(std::uint64_t left) override;
  void moved_bare(std::size_t n) override;
  void broken_bare(int error) override;

  void resume() override;
  void on_upstream(runtime::loop::readiness what) override;
  void on_lease(lease_id which, connection_lease x) override;
  void on_served(failure why, served x) override;
  void abandon(const failure& why) override;

  bool done() const override;
  void release() noexcept override { tools_.staged.put(this); }
  std::optional<runtime::time::steady_point> deadline() const override;
  void expire(runtime::time::steady_point now) override;
  void report(exchange_record& to) const override;

private:
  struct active_stage {
    phase at;
    const pipeline_here::body_stage* stage;
  };
  struct active_trailer_stage {
    phase at;
    const pipeline::trailer_stage* run;
  };

  /// One direction: where it stands among its stages, and why it waits.
  struct track {
    phase at;
    std::size_t next = 0; ///< the stage whose turn it is
    bool suspended = false;
    runtime::time::steady_point since; ///< if it is
    stage_porter* porter = nullptr;    ///< while its answer is awaited
    stage_ticket ticket{};
    std::optional<runtime::time::steady_point> due;

    std::vector<active_stage> rewriters;         ///< of the body
    std::vector<active_trailer_stage> finishers; ///< of the trailers
    std::optional<body_chunk> chunk;             ///< on its way past them
    runtime::buffer::byte_queue held;            ///< what came behind it
    bool ended = false;                          ///< and then the end
    bool over = false; ///< a stage has ended the body; the rest is dropped
    std::unique_ptr<codecs::fields::map> trailers; ///< made when asked for
  };

  /// Borrowed, while the session is told of it.
  struct pending_judgment {
    track* of;
    failure* why;
    judgment* x;
  };

  // -- stages -----------------------------------------------------------------
  bool run_heads(track& t);
  bool run_rewriters(track& t);
  bool is_wanted(track& t, phase at, const pipeline::condition& when,
                 bool& wanted);
  bool find_rewriters(track& t, phase at);
  bool find_finishers(track& t, phase at);
  codecs::fields::map& trailers_of(track& t);
  static const codecs::fields::map& known_trailers(const track& t) noexcept;
  bool run_trailers(track& t, phase at) {
    return t.finishers.empty() || run_finishers(t, at);
  }
  bool run_finishers(track& t, phase at);
  /// False if the stages behind are not to be called, or not yet.
  bool obey(track& t, verdict&& v) { return v.lets_pass() || obey_word(t, v); }
  bool obey_word(track& t, verdict& v);
  bool ask(track& t, std::size_t stage);
  void suspend(track& t, std::chrono::milliseconds time);
  void wake(track& t) noexcept;
  void cancel(track& t) noexcept;
  void carry_on(track& t);
  void judge(track& t, failure& why, judgment& x);
  bool apply(track& t, judgment& x);
  void on_stage_failure(track& t, failure why,
                        const stage_actor_options& options);

  // -- the request
  void run_request();
  site::destination destination();
  void forward();
  void begin_inner(const site::destination& target);
  void collect();
  void forward_collected();
  /// Is there anybody for the body?
  bool is_taken() const noexcept { return inner_lives_ || collecting_; }
  void hand_on(codecs::octets piece);
  void hand_on_end();
  void pass_body(codecs::octets piece);
  void forward_body(codecs::octets piece);
  void forward_end();
  void show_taps(codecs::octets piece, bool last) {
    if (!taps_.empty())
      show_all_taps(piece, last);
  }
  void show_all_taps(codecs::octets piece, bool last);
  void run_request_body(codecs::octets piece, bool last);
  void end_request();
  void settle_request();

  // -- the response
  void run_response();
  bool find_response_stages();
  void begin_response();
  void settle_response();
  void drain_response();
  void pass_response(codecs::octets piece);
  bool run_response_body(codecs::octets piece, bool last);
  void pass_pause();
  bool end_response();
  void answer_with(http_response x);
  void fail_with(failure why);
  void drop_inner(const failure& why);
  void log() noexcept;

  // -- session_side, for the exchange that we stand in front of ---------------
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
  void note(const failure& why) override { session_.note(why); }
  void forgo_body() override { session_.forgo_body(); }
  void cut(const failure& why) override;
  state_bag& connection_state() override { return session_.connection_state(); }
  codecs::proxy_protocol::header announced() const override {
    return session_.announced();
  }
  void switch_protocols(const codecs::http1::response_head& head,
                        const exchange_options& options,
                        connection_ptr upstream, codecs::octets early) override;
  void ask_pool(const pool_actor& pool, lease_id lease) override;
  void forget_lease(const pool_actor& pool, lease_id lease) override;
  void ask_service(const http_service_actor& service, serve question) override;
  void enter_exchange(runtime::loop::readiness what) override;
  void yield_exchange() override { session_.yield_exchange(); }

  // -- attempt_watcher
  codecs::result<agreed_head, failure> on_connected(const backend_name& backend,
                                                    bool reused) override;
  bool insists(const failure& why, bool connected) override;
  bool may_insist() const noexcept override;
  std::optional<std::string_view> balancing_key() const noexcept override {
    return context_.balancing_key_;
  }

  // -- stage_waiter
  void on_judged(stage_ticket which, failure& why, judgment& x) override;

  session_side& session_;
  exchange_tools& tools_;
  const site& here_;
  std::shared_ptr<const pipeline_here> stages_;
  const site::route* route_ = nullptr;
  std::string request_text_;  ///< what the head's views point into
  std::string response_text_; ///< the same
  exchange_context context_;

  track request_{.at = phase::early_request};
  track response_{.at = phase::upstream_response};
  std::optional<pending_judgment> judged_;

  std::vector<const pipeline::body_tap*> taps_; ///< that want more

  exchange_ptr inner_;
  std::optional<exchange_spans::microseconds> waited_; ///< for stages
  bool inner_lives_ = false;
  bool forwarded_ = false;  ///< past the stages of the head
  bool collecting_ = false; ///< and waits for the end of the body
  runtime::buffer::byte_queue collected_;
  bool given_up_ = false; ///< it is an error page, which no stage may replace
  bool head_out_ = false;
  bool over_ = false;      ///< the response
  bool unflushed_ = false; ///< rewriters have got something since a pause
  codecs::http::framing framing_;
  std::string_view via_;
};

} // namespace troupe::actors
