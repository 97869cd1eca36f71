#pragma once

#include "actors/exchange/exchange.hpp"
#include "actors/exchange/session_side.hpp"
#include "actors/testkit/seen_response.hpp"

namespace troupe::testkit {

/// A client's session in memory: keeps what an exchange sends, and is never
/// congested.
class fake_session final : public actors::session_side {
public:
  /// The next exchange of the same connection, borrowed; nullptr: none.
  void attend(actors::exchange* x);

  const seen_response& response() const noexcept { return response_; }
  /// What went wrong; proxy_errc::none if all is well.
  const actors::failure& noted() const noexcept { return noted_; }
  /// True once for each yield_exchange().
  bool take_yield() noexcept;

  void send_interim(const codecs::http1::response_head&) override {
    // nop: only the final head is kept
  }
  void send_head(codecs::http1::response_head& head, std::string_view text,
                 codecs::http::framing framing, std::string_view via) override;
  void send_body(codecs::octets piece) override;
  void send_end(const codecs::fields::map& trailers) override;
  void flush() override {
    // nop: everything has left already
  }
  bool congested() const override { return false; }
  runtime::net::stream* bare_socket() override { return nullptr; }
  void sent_bare(std::size_t) override {
    // nop: there is no such socket
  }
  void answer(const actors::failure& why) override;
  void note(const actors::failure& why) override { noted_ = why; }
  void forgo_body() override {
    // nop: the exchange wants no more of it, and is not brought more
  }
  void cut(const actors::failure& why) override;
  void switch_protocols(const codecs::http1::response_head& head,
                        const actors::exchange_options& options,
                        actors::connection_ptr upstream,
                        codecs::octets early) override;
  actors::state_bag& connection_state() override { return memory_; }
  void ask_pool(const actors::pool_actor&, actors::lease_id) override {
    // nop: the origin is a fake, too
  }
  void forget_lease(const actors::pool_actor&, actors::lease_id) override {
    // nop
  }
  void ask_service(const actors::http_service_actor&, actors::serve) override {
    // nop
  }
  void enter_exchange(runtime::loop::readiness what) override;
  void yield_exchange() override { yielded_ = true; }

private:
  actors::exchange* exchange_ = nullptr;
  actors::state_bag memory_;
  seen_response response_;
  actors::failure noted_;
  bool yielded_ = false;
};

} // namespace troupe::testkit
