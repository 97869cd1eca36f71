#pragma once

#include "actors/exchange/attempt_watcher.hpp"
#include "actors/exchange/exchange.hpp"
#include "actors/exchange/session_side.hpp"
#include "actors/mirror/request_copy.hpp"
#include "actors/pipeline/state_bag.hpp"

#include "runtime/time/timer_wheel.hpp"

#include <cstdint>
#include <memory>

namespace troupe::actors {

class shadow_sender;

enum class shadow_id : std::uint64_t {};

/// A copy on its way: to its exchange, the session of a client that takes
/// everything at once and remembers nothing.
class shadow final : public session_side,
                     public attempt_watcher,
                     private runtime::time::timer_handler {
public:
  shadow(shadow_sender& owner, shadow_id id, std::unique_ptr<request_copy> what)
    : owner_(owner), id_(id), copy_(std::move(what)) {
    // nop
  }

  shadow_id id() const noexcept { return id_; }
  request_copy& copy() noexcept { return *copy_; }
  actors::exchange_ptr& exchange() noexcept { return exchange_; }
  runtime::time::timer& timer() noexcept { return timer_; }
  bool failed() const noexcept { return failed_; }
  /// True once for each yield_exchange().
  bool take_yield() noexcept { return std::exchange(yielded_, false); }

  // -- session_side
  void send_interim(const codecs::http1::response_head&) override {
    // nop, as for all that a client would get
  }
  void send_head(codecs::http1::response_head&, std::string_view,
                 codecs::http::framing, std::string_view) override {
    // nop
  }
  void send_body(codecs::octets) override {
    // nop
  }
  void send_end(const codecs::fields::map&) override {
    // nop
  }
  void flush() override {
    // nop
  }
  bool congested() const override { return false; }
  runtime::net::stream* bare_socket() override { return nullptr; }
  void sent_bare(std::size_t) override {
    // nop: there is no such socket
  }
  void answer(const failure&) override { failed_ = true; }
  void note(const failure&) override {
    // nop: no log tells of copies
  }
  void forgo_body() override {
    // nop: it is all there
  }
  void cut(const failure&) override { failed_ = true; }
  void switch_protocols(const codecs::http1::response_head&,
                        const exchange_options&, connection_ptr,
                        codecs::octets) override {
    // nop: no copy asks for one
  }
  state_bag& connection_state() override { return memory_; }
  void ask_pool(const pool_actor& pool, lease_id lease) override;
  void forget_lease(const pool_actor& pool, lease_id lease) override;
  void ask_service(const http_service_actor&, serve) override {
    // nop: copies go to upstreams
  }
  void enter_exchange(runtime::loop::readiness what) override;
  void yield_exchange() override;

  // -- attempt_watcher: every attempt gets the same head
  codecs::result<agreed_head, failure> on_connected(const backend_name&,
                                                    bool) override {
    return agreed_head{&copy_->head()};
  }
  bool insists(const failure&, bool) override { return false; }
  bool may_insist() const noexcept override { return false; }

private:
  void on_timer() override;

  shadow_sender& owner_;
  shadow_id id_;
  std::unique_ptr<request_copy> copy_;
  state_bag memory_;
  runtime::time::timer timer_{*this};
  bool failed_ = false;
  bool yielded_ = false;
  actors::exchange_ptr exchange_; ///< goes first
};

} // namespace troupe::actors
