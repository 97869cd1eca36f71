#pragma once

#include "actors/exchange/exchange.hpp"
#include "actors/exchange/session_side.hpp"
#include "actors/static_files/file_porter.hpp"
#include "actors/static_files/files_here.hpp"
#include "actors/static_files/read_schedule.hpp"

#include "runtime/loop/event_loop.hpp"

#include "codecs/http1/head.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <vector>

namespace troupe::actors {

/// An exchange with the file system: a reader finds the file and plans the
/// response, and brings it piece by piece, no more than two of them ahead of
/// the client. What the client sends besides a head is not wanted.
class file_exchange final : public exchange, private file_waiter {
public:
  /// At readers or waiting for the client.
  static constexpr std::size_t max_pieces = 2;

  file_exchange(session_side& session, runtime::loop::event_loop& loop)
    : session_(session), loop_(loop),
      errand_(std::make_shared<file_errand>(static_cast<file_waiter&>(*this))) {
    // nop
  }
  ~file_exchange() { errand_->drop(); }

  void begin(const codecs::http1::request_head& head, const files_here& files);

  void on_body(codecs::octets) override {
    // nop: it is not wanted
  }
  void on_request_end(const codecs::fields::map&) override {
    // nop: the head said all
  }
  void push() override {
    // nop
  }
  bool wants_body() const override { return false; }
  runtime::net::stream* bare_socket(std::uint64_t) override { return nullptr; }

  void resume() override;
  void on_upstream(runtime::loop::readiness) override;
  void abandon(const failure&) override { errand_->drop(); }

  bool done() const override { return done_; }
  void release() noexcept override { delete this; }
  std::optional<runtime::time::steady_point> deadline() const override;
  void expire(runtime::time::steady_point now) override;
  void report(exchange_record&) const override {
    // nop: all of it happens in this process
  }

private:
  // -- file_waiter: keeps what came, until the session is running
  void on_file(file_answer& x) override;
  void on_piece(file_piece_ptr piece) override;
  void on_lost(failure why) override;

  void begin_response();
  void send_head();
  void read_ahead();
  void send_pieces();
  void finish();
  void fail(const failure& why);

  session_side& session_;
  runtime::loop::event_loop& loop_;
  const files_here* files_ = nullptr;
  file_errand_ptr errand_;

  std::optional<file_answer> answer_;
  std::optional<read_schedule> reads_;
  std::deque<file_piece_ptr> ready_; ///< in order
  std::vector<file_piece_ptr> spare_;
  failure lost_;

  std::size_t away_ = 0;              ///< wishes without an answer
  runtime::time::steady_point asked_; ///< or when the last answer came

  std::size_t part_ = 0;   ///< of the plan's, the present one
  std::uint64_t sent_ = 0; ///< of its octets from the file
  bool text_sent_ = false; ///< of the same
  bool head_sent_ = false;
  bool done_ = false;
};

} // namespace troupe::actors
