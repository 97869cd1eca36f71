#pragma once

#include "actors/connect/connect_here.hpp"
#include "actors/connect/connect_race.hpp"
#include "actors/connect/connect_target.hpp"
#include "actors/exchange/exchange.hpp"
#include "actors/exchange/session_side.hpp"

#include "runtime/dns/question.hpp"

#include "codecs/http1/head.hpp"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace troupe::actors {

/// A CONNECT (RFC 9110 section 9.3.6): asks the rules, looks the name up, makes
/// the connection, and leaves both to a tunnel.
class connect_exchange final : public exchange,
                               private runtime::loop::io_handler {
public:
  connect_exchange(session_side& session, runtime::loop::event_loop& loop)
    : session_(session), loop_(loop) {
    // nop
  }

  /// Borrowed: `here`.
  void begin(const codecs::http1::request_head& head, connect_here& here);

  void on_body(codecs::octets) override {}
  void on_request_end(const codecs::fields::map&) override {}
  void push() override {}
  bool wants_body() const override { return true; }
  runtime::net::stream* bare_socket(std::uint64_t) override { return nullptr; }

  void resume() override {}
  void on_upstream(runtime::loop::readiness) override { progress(); }
  void abandon(const failure&) override { let_go(); }

  bool done() const override { return done_; }
  void release() noexcept override { delete this; }
  std::optional<runtime::time::steady_point> deadline() const override;
  void expire(runtime::time::steady_point now) override;
  void report(exchange_record& to) const override;

private:
  void on_ready(runtime::loop::readiness what) override {
    session_.enter_exchange(what);
  }

  void find_addresses();
  void take(runtime::dns::address_answer x);
  void connect(std::vector<runtime::net::address> where);
  void progress();
  void open_tunnel(connect_race::won x);
  void fail(failure why);
  void let_go() noexcept;

  session_side& session_;
  runtime::loop::event_loop& loop_;
  connect_here* here_ = nullptr;
  connect_target target_;
  runtime::time::steady_point begun_;
  shared_place place_; ///< among the tunnels

  std::array<runtime::dns::question, 2> questions_; ///< one a family
  std::size_t unanswered_ = 0;
  std::vector<runtime::net::address> found_;
  std::optional<runtime::dns::dns_errc> not_found_; ///< why, if nothing was

  std::optional<connect_race> race_;
  std::size_t attempts_ = 0;
  std::string backend_; ///< that was connected to
  std::optional<runtime::time::steady_point> asked_, connected_;
  bool done_ = false;
};

} // namespace troupe::actors
