#pragma once

#include "actors/exchange/exchange.hpp"
#include "actors/exchange/session_side.hpp"

#include "runtime/buffer/byte_queue.hpp"
#include "runtime/loop/event_loop.hpp"

#include <chrono>

namespace troupe::actors {

/// What an exchange has become whose client and origin speak another protocol
/// from now on, where the client's side is a stream among others: octets both
/// ways as bodies, ends included. For connections that are all the client's
/// there is the tunnel, which is cheaper.
class tunnel_exchange final : public exchange,
                              private runtime::loop::io_handler {
public:
  /// `before` is the exchange that led here, and knows what logs are to tell.
  tunnel_exchange(session_side& session, runtime::loop::event_loop& loop,
                  connection_ptr origin, std::chrono::milliseconds idle,
                  exchange_ptr before);
  ~tunnel_exchange() { let_go(); }

  void on_body(codecs::octets piece) override;
  void on_request_end(const codecs::fields::map& trailers) override;
  void push() override;
  bool wants_body() const override;
  runtime::net::stream* bare_socket(std::uint64_t) override { return nullptr; }

  void resume() override { pump(); }
  void on_upstream(runtime::loop::readiness what) override;
  void abandon(const failure& why) override;

  bool done() const override { return done_; }
  void release() noexcept override { delete this; }
  std::optional<runtime::time::steady_point> deadline() const override;
  void expire(runtime::time::steady_point now) override;
  void report(exchange_record& to) const override { before_->report(to); }

private:
  void on_ready(runtime::loop::readiness what) override;
  void pump();
  void fail(const failure& why);
  void finish_if_done();
  void let_go() noexcept;

  session_side& session_;
  runtime::loop::event_loop& loop_;
  connection_ptr origin_;
  std::chrono::milliseconds idle_;
  exchange_ptr before_;
  runtime::buffer::byte_queue for_origin_;
  runtime::time::steady_point last_; ///< when an octet came by
  bool client_ended_ = false;
  bool origin_told_ = false; ///< of that
  bool origin_ended_ = false;
  bool done_ = false;
};

} // namespace troupe::actors
