#pragma once

#include "actors/exchange/exchange.hpp"
#include "actors/exchange/session_side.hpp"

#include "runtime/loop/event_loop.hpp"

#include "codecs/http1/head.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <string_view>

namespace troupe::actors {

/// An exchange with an application that answers by itself: the request is
/// collected whole, asked of the service by message, and answered whole.
class service_exchange final : public exchange {
public:
  /// What a request may bring, for it is kept in memory. -> 413
  static constexpr std::size_t max_body = 1024 * 1024;
  /// For the service to answer. -> 504
  static constexpr auto patience = std::chrono::seconds{30};

  service_exchange(session_side& session, runtime::loop::event_loop& loop)
    : session_(session), loop_(loop) {
    // nop
  }

  void begin(const codecs::http1::request_head& head,
             const http_service_actor& service, std::string_view client);

  void on_body(codecs::octets piece) override;
  void on_request_end(const codecs::fields::map& trailers) override;
  void push() override {}
  bool wants_body() const override { return true; }
  runtime::net::stream* bare_socket(std::uint64_t) override { return nullptr; }

  void resume() override {}
  void on_upstream(runtime::loop::readiness) override {}
  void on_served(failure why, served x) override;
  void abandon(const failure&) override {}

  bool done() const override { return response_done_; }
  void release() noexcept override { delete this; }
  std::optional<runtime::time::steady_point> deadline() const override;
  void expire(runtime::time::steady_point now) override;
  void report(exchange_record&) const override {
    // nop: all of it happens in this process
  }

private:
  void fail(failure why);

  session_side& session_;
  runtime::loop::event_loop& loop_;
  const http_service_actor* service_ = nullptr;
  std::shared_ptr<http_request> request_;
  runtime::time::steady_point asked_;
  bool request_done_ = false;
  bool response_done_ = false;
};

} // namespace troupe::actors
