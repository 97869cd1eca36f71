// The half of staged_exchange that is an exchange to the session: the request
// passes the stages before the exchange behind us has it.

#include "actors/exchange/begin.hpp"
#include "actors/pipeline/forwarded_head.hpp"
#include "actors/pipeline/staged_exchange.hpp"

#include <utility>

namespace troupe::actors {

namespace {

using codecs::octets;
using codecs::fields::name;
namespace http = codecs::http;
namespace http1 = codecs::http1;

} // namespace

void staged_exchange::run_request() {
  auto& t = request_;
  for (;;) {
    if (!run_heads(t))
      return;
    if (t.at == phase::choose_upstream
        || (t.at == phase::request && context_.upstream_.empty()))
      break;
    t.at = static_cast<phase>(static_cast<int>(t.at) + 1);
    t.next = 0;
  }
  forward();
}

/// Where the request goes; nowhere, and the exchange has failed, if there is no
/// such place.
site::destination staged_exchange::destination() {
  auto target = route_->target;
  if (!context_.upstream_.empty()) {
    auto* upstream = here_.upstream(context_.upstream_);
    if (!upstream) {
      fail_with(
        {proxy_errc::no_backend, "no upstream '" + context_.upstream_ + "'"});
      return std::monostate{};
    }
    target = upstream;
  } else if (std::holds_alternative<std::monostate>(target)) {
    fail_with({proxy_errc::no_route, "no stage has answered"});
  }
  // Nobody else would know where the tunnel begins.
  if (context_.request_->method == http::method::connect
      && !std::holds_alternative<connect_here*>(target)
      && !std::holds_alternative<std::monostate>(target)) {
    fail_with({proxy_errc::connect_not_allowed, "CONNECT to an upstream"});
    return std::monostate{};
  }
  return target;
}

/// The stages of the head are over.
void staged_exchange::forward() {
  auto& t = request_;
  auto& head = *context_.request_;
  auto has_body = head.framing.kind != http::body_kind::none;
  auto target = destination();
  if (std::holds_alternative<std::monostate>(target)
      || (has_body && !find_rewriters(t, phase::request_body))
      || !find_finishers(t, phase::request_trailers))
    return;
  forwarded_ = true;
  mend_framing(head, !t.rewriters.empty());
  if (auto host = renamed_host(head); !host.empty())
    head.authority = host;
  if (has_body && context_.collects_)
    collect();
  else
    begin_inner(target);
}

void staged_exchange::begin_inner(const site::destination& target) {
  context_.times_.forwarded = tools_.loop.now();
  inner_lives_ = true;
  for (auto& tap : stages_->taps())
    taps_.push_back(&tap);
  begin_exchange(inner_, *this, tools_, target, *context_.request_,
                 context_.client_, this);
}

/// Nobody hears of the request before its body is here.
void staged_exchange::collect() {
  collecting_ = true;
  auto& head = *context_.request_;
  if (!std::exchange(head.expect_continue, false))
    return;
  head.fields.erase(name::expect);
  auto go_on = http1::response_head{};
  go_on.status = 100;
  go_on.reason = "Continue";
  session_.send_interim(go_on);
  session_.flush();
}

void staged_exchange::forward_collected() {
  collecting_ = false;
  auto& head = *context_.request_;
  if (known_trailers(request_)
        .empty()) // else only chunks can be followed by them
    head.framing
      = {.kind = http::body_kind::length, .length = collected_.size()};
  mend_framing(head, false);
  auto target = destination();
  if (std::holds_alternative<std::monostate>(target))
    return;
  begin_inner(target);
  auto body = std::exchange(collected_, {});
  if (inner_lives_ && !body.empty())
    forward_body(body.front());
  if (inner_lives_)
    forward_end();
  push();
}

void staged_exchange::settle_request() {
  auto& t = request_;
  if (!forwarded_)
    run_request();
  else if (t.chunk)
    run_request_body({}, false);
  if (!is_taken() || t.suspended)
    return;
  if (!t.held.empty()) {
    auto waiting = std::exchange(t.held, {});
    pass_body(waiting.front());
  }
  if (t.ended && !t.suspended)
    end_request();
  push();
}

void staged_exchange::on_body(octets piece) {
  context_.account_.request_octets += piece.size();
  if (!forwarded_ || request_.suspended)
    request_.held.append(piece);
  else
    pass_body(piece);
}

void staged_exchange::pass_body(octets piece) {
  if (!is_taken() || request_.over)
    return; // nobody wants the rest
  if (request_.rewriters.empty())
    hand_on(piece);
  else
    run_request_body(piece, false);
}

/// What is through the stages, to the exchange behind us, or to where it waits
/// for one.
void staged_exchange::hand_on(octets piece) {
  if (inner_lives_)
    forward_body(piece);
  else if (piece.size() > *context_.collects_ - collected_.size())
    fail_with({proxy_errc::request_body_too_large, "collected"});
  else
    collected_.append(piece);
}

void staged_exchange::hand_on_end() {
  if (collecting_)
    forward_collected();
  else if (inner_lives_)
    forward_end();
}

void staged_exchange::forward_body(octets piece) {
  show_taps(piece, false);
  inner_->on_body(piece);
}

void staged_exchange::forward_end() {
  show_taps({}, true);
  inner_->on_request_end(known_trailers(request_));
}

void staged_exchange::show_all_taps(octets piece, bool last) {
  std::erase_if(taps_, [&](const pipeline::body_tap* tap) {
    try {
      return !(*tap)(context_, piece, last);
    } catch (...) {
      return true; // whoever only looks can do no harm
    }
  });
}

/// A piece, or, if one is on its way, the rest of that way.
void staged_exchange::run_request_body(octets piece, bool last) {
  auto& t = request_;
  if (!t.chunk) {
    t.chunk.emplace(piece, last);
    t.next = 0;
  }
  if (!run_rewriters(t))
    return;
  if (is_taken() && !t.chunk->bytes().empty())
    hand_on(t.chunk->bytes());
  t.over = t.chunk->last();
  t.chunk.reset();
  if (t.over)
    hand_on_end();
}

void staged_exchange::on_request_end(const codecs::fields::map& trailers) {
  request_.ended = true;
  for (auto& x : trailers)
    trailers_of(request_).append(x.name, x.value);
  if (forwarded_ && !request_.suspended && request_.held.empty())
    end_request();
}

void staged_exchange::end_request() {
  auto& t = request_;
  t.ended = false; // once
  if (!is_taken() || t.over || !run_trailers(t, phase::request_trailers))
    return;
  if (t.rewriters.empty())
    hand_on_end();
  else
    run_request_body({}, true);
}

void staged_exchange::push() {
  if (inner_lives_)
    inner_->push();
}

bool staged_exchange::wants_body() const {
  if (!forwarded_ || request_.suspended || !request_.held.empty())
    return false;
  return collecting_
         || (inner_lives_ && (request_.over || inner_->wants_body()));
}

runtime::net::stream* staged_exchange::bare_socket(std::uint64_t left) {
  if (!inner_lives_ || request_.suspended || !request_.rewriters.empty()
      || !taps_.empty())
    return nullptr;
  return inner_->bare_socket(left);
}

void staged_exchange::moved_bare(std::size_t n) {
  context_.account_.request_octets += n;
  inner_->moved_bare(n);
}

void staged_exchange::broken_bare(int error) {
  inner_->broken_bare(error);
}

} // namespace troupe::actors
