// The half of proxy_exchange that brings the response: reads, understands and
// passes on, as long as the client takes it.

#include "actors/exchange/proxy_exchange.hpp"

#include <algorithm>
#include <utility>

namespace troupe::actors {

namespace {

using codecs::octets;
using runtime::net::io_state;
namespace http = codecs::http;
namespace http1 = codecs::http1;

} // namespace

void proxy_exchange::on_ready(runtime::loop::readiness what) {
  session_.enter_exchange(what);
}

void proxy_exchange::on_upstream(runtime::loop::readiness what) {
  if (!connection_)
    return;
  if (what.writable)
    push();
  pump();
}

void proxy_exchange::pump() {
  auto budget = reads_in_a_row;
  while (connection_ && !done_ && !session_.congested()) {
    if (budget-- == 0) {
      session_.yield_exchange();
      break;
    }
    if (!(pipe_ ? move_bare() : receive()))
      break;
  }
}

/// Octets, or else news of the connection that are dealt with.
bool proxy_exchange::has_brought(const runtime::net::io_outcome& got) {
  switch (got.state) {
    case io_state::would_block: return false;
    case io_state::done: progress_ = tools_.loop.now(); return true;
    case io_state::ended:
    case io_state::failed:
      on_origin_closed(connection_->meaning_of(got.error),
                       got.state == io_state::ended);
      return false;
  }
  return false;
}

bool proxy_exchange::receive() {
  if (!connection_->may_read() || (response_done_ && request_done_))
    return false;
  session_.flush(); // what is borrowed from the scratch buffer
  auto scratch = tools_.loop.scratch();
  auto got = connection_->read(scratch);
  if (!has_brought(got))
    return false;
  auto input = octets{scratch.first(got.octets)};
  if (response_done_) {
    // It talks out of turn, while we still send it the request.
    reusable_ = false;
    return true;
  }
  if (!response_begun_) {
    response_begun_ = true;
    answered_ = progress_;
    choice_.note_latency(answered_ - connected_, answered_);
    if (!plan_.minds_status())
      drop_replay();
  }
  bool open;
  if (inbox_.empty()) {
    open = digest(input);
  } else {
    inbox_.append(input);
    auto waiting = std::exchange(inbox_, {});
    open = digest(waiting.front());
    session_.flush(); // before the octets go
  }
  if (!response_done_) // else the session knows whether that was the last
    session_.flush();
  return open;
}

bool proxy_exchange::digest(octets input) {
  auto& head = tools_.head;
  auto* mine = connection_.get();
  while (connection_.get() == mine) { // whatever is told may end us
    auto step = connection_->feed(input, head, tools_.trailers);
    if (!step) {
      fail(
        {proxy_errc::malformed_response, std::string{to_string(step.error())}});
      return false;
    }
    auto eaten = input.first(step->consumed);
    input = input.subspan(step->consumed);
    if (std::holds_alternative<http1::need_more>(step->event)) {
      if (!input.empty())
        inbox_.append(input);
      break;
    }
    if (auto* slice = std::get_if<http1::body_slice>(&step->event)) {
      session_.send_body(slice->bytes);
    } else if (std::holds_alternative<http1::head_end>(step->event)) {
      on_head(codecs::as_text(eaten), input);
    } else {
      session_.send_end(tools_.trailers);
      if (mine->is_shared()) // what is borrowed goes with the stream
        session_.flush();
      on_response_end(input.size());
      return connection_ != nullptr;
    }
  }
  if (connection_.get() != mine)
    return false;
  if (connection_ && inbox_.empty() && !pipe_
      && connection_->movable() >= worth_moving) {
    session_.flush();
    if (session_.bare_socket())
      pipe_ = tools_.pipes.take();
  }
  return connection_ != nullptr;
}

void proxy_exchange::on_head(std::string_view text, octets early) {
  auto& head = tools_.head;
  auto& via = upstream_->options.via;
  if (http::is_interim(head.status)) {
    waits_for_100_ = waits_for_100_ && head.status != 100;
    session_.send_interim(head);
    return;
  }
  choice_.note_outcome(outcome_of(head.status));
  if (head.status != 101) {
    if (repeats_for(head.status)) {
      detach();
      response_begun_ = false;
      try_again(next_step::elsewhere);
      return;
    }
    drop_replay();
    head_sent_ = true;
    keep_alive_ = head.keep_alive;
    if (auto cookie = choice_.session_cookie(client_))
      head.fields.append("Set-Cookie", *cookie);
    session_.send_head(head, text, head.framing, via);
    return;
  }
  if (!wants_tunnel_ || !request_done_ || pending() > 0) {
    fail({proxy_errc::malformed_response, wants_tunnel_
                                            ? "101 before the request's end"
                                            : "101 to no upgrade"});
    return;
  }
  head_sent_ = response_done_ = done_ = true;
  connection_->holder(nullptr);
  connection_->load = choice_.take_permit();
  session_.switch_protocols(head, upstream_->options, std::move(connection_),
                            early);
  connection_ = nullptr;
}

bool proxy_exchange::move_bare() {
  auto* client = session_.bare_socket();
  if (!client) // it holds octets of an earlier time; resume() comes
    return false;
  auto& origin = *connection_;
  if (pipe_->held() == 0) {
    auto room = std::min<std::uint64_t>(origin.movable(), pipe_->capacity());
    auto got = pipe_->fill(*origin.bare(), static_cast<std::size_t>(room));
    if (!has_brought(got))
      return false;
    origin.moved(got.octets);
  }
  auto left = origin.movable();
  while (pipe_->held() > 0) {
    auto put = pipe_->drain(*client, left > 0);
    if (put.state == io_state::would_block)
      return false;
    if (put.state != io_state::done) {
      fail({proxy_errc::client_gone, text_of(put.error)});
      return false;
    }
    session_.sent_bare(put.octets);
  }
  if (left > 0)
    return true;
  pipe_.reset();
  auto open = digest({});
  session_.flush();
  return open;
}

void proxy_exchange::on_response_end(std::size_t left_over) {
  response_done_ = true;
  // Octets behind the end are nobody's: the connection is never used again.
  reusable_ = keep_alive_ && left_over == 0 && inbox_.empty()
              && upstream_->options.announce == announcement::off;
  if (!request_done_ && (!reusable_ || waits_for_100_))
    detach(); // the origin will not read the rest, or it will never come
  finish_if_done();
}

void proxy_exchange::finish_if_done() {
  if (!response_done_ || (connection_ && (!request_done_ || pending() > 0)))
    return;
  done_ = true;
  if (!connection_)
    return;
  reusable_ = reusable_ && connection_->reusable();
  connection_->holder(nullptr);
  if (reusable_) {
    auto& home = connection_->home();
    home.put(std::move(connection_));
  }
  connection_.reset();
}

/// `in_order`: it may be how the response ends.
void proxy_exchange::on_origin_closed(failure why, bool in_order) {
  if (response_done_) { // and the request is not
    detach();
    finish_if_done();
    return;
  }
  if (!response_begun_) {
    fail(std::move(why));
    return;
  }
  auto ending
    = in_order
        ? connection_->finish()
        : codecs::result<http1::event, http1::errc>{http1::errc::premature_end};
  if (!ending || !std::holds_alternative<http1::message_end>(*ending)) {
    why.what = proxy_errc::response_incomplete;
    fail(std::move(why));
    return;
  }
  tools_.trailers.clear();
  session_.send_end(tools_.trailers);
  session_.flush();
  response_done_ = true;
  detach();
  finish_if_done();
}

} // namespace troupe::actors
