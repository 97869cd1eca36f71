#include "actors/tunnel/tunnel_exchange.hpp"

#include "runtime/buffer/drain.hpp"

#include <utility>

namespace troupe::actors {

using runtime::net::io_state;

tunnel_exchange::tunnel_exchange(session_side& session,
                                 runtime::loop::event_loop& loop,
                                 connection_ptr origin,
                                 std::chrono::milliseconds idle,
                                 exchange_ptr before)
  : session_(session), loop_(loop), origin_(std::move(origin)), idle_(idle),
    before_(std::move(before)), last_(loop.now()) {
  origin_->holder(this);
}

void tunnel_exchange::let_go() noexcept {
  if (origin_)
    origin_->holder(nullptr);
  origin_.reset();
}

// -- from the client ----------------------------------------------------------

void tunnel_exchange::on_body(codecs::octets piece) {
  last_ = loop_.now();
  for_origin_.append(piece);
}

void tunnel_exchange::on_request_end(const codecs::fields::map&) {
  client_ended_ = true;
}

bool tunnel_exchange::wants_body() const {
  return !done_ && for_origin_.size() < runtime::loop::event_loop::scratch_size;
}

void tunnel_exchange::push() {
  if (!origin_)
    return;
  auto out = runtime::buffer::drain(for_origin_, *origin_);
  if (out.octets > 0)
    last_ = loop_.now();
  if (out.state == io_state::failed) {
    fail(origin_->meaning_of(out.error));
    return;
  }
  if (client_ended_ && for_origin_.empty()
      && !std::exchange(origin_told_, true)) {
    origin_->shut_write();
    finish_if_done();
  }
}

// -- from the origin ----------------------------------------------------------

void tunnel_exchange::on_ready(runtime::loop::readiness what) {
  session_.enter_exchange(what);
}

void tunnel_exchange::on_upstream(runtime::loop::readiness what) {
  if (what.writable)
    push();
  pump();
}

void tunnel_exchange::pump() {
  auto budget = reads_in_a_row;
  while (origin_ && !origin_ended_ && !session_.congested()
         && origin_->may_read()) {
    if (budget-- == 0) {
      session_.yield_exchange();
      return;
    }
    auto scratch = loop_.scratch();
    auto got = origin_->read(scratch);
    switch (got.state) {
      case io_state::would_block: return;
      case io_state::done:
        last_ = loop_.now();
        session_.send_body(codecs::octets{scratch.first(got.octets)});
        session_.flush();
        break;
      case io_state::ended:
        origin_ended_ = true;
        session_.send_end({});
        session_.flush();
        finish_if_done();
        return;
      case io_state::failed: fail(origin_->meaning_of(got.error)); return;
    }
  }
}

// -- the end ------------------------------------------------------------------

void tunnel_exchange::finish_if_done() {
  if (!origin_ended_ || !origin_told_)
    return;
  done_ = true;
  let_go();
}

/// Neither side may take this for an orderly end.
void tunnel_exchange::fail(const failure& why) {
  if (origin_)
    origin_->abort();
  let_go();
  done_ = true;
  session_.cut(why);
}

void tunnel_exchange::abandon(const failure&) {
  if (origin_)
    origin_->abort();
  let_go();
  done_ = true;
}

std::optional<runtime::time::steady_point> tunnel_exchange::deadline() const {
  if (done_ || idle_.count() <= 0)
    return std::nullopt;
  return last_ + idle_;
}

void tunnel_exchange::expire(runtime::time::steady_point now) {
  if (auto due = deadline(); due && *due <= now)
    fail({proxy_errc::tunnel_idle, {}});
}

} // namespace troupe::actors
