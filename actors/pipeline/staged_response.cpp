// The half of staged_exchange that is a session to the exchange behind it: what
// that sends passes the stages before the client's session has it.

#include "actors/exchange/whole_response.hpp"
#include "actors/pipeline/stage_call.hpp"
#include "actors/pipeline/staged_exchange.hpp"

#include <utility>

namespace troupe::actors {

namespace {

using codecs::octets;
using codecs::fields::name;
namespace http = codecs::http;
namespace http1 = codecs::http1;

bool has_no_body(http::status x) noexcept {
  return http::is_interim(x) || x == 204 || x == 304;
}

} // namespace

// -- heads --------------------------------------------------------------------

void staged_exchange::send_interim(const http1::response_head& head) {
  session_.send_interim(head);
}

void staged_exchange::send_head(http1::response_head& head,
                                std::string_view text, http::framing framing,
                                std::string_view via) {
  context_.times_.first_octet = tools_.loop.now();
  response_text_.assign(text);
  head.swap(*context_.response_);
  context_.response_->rebase(text, response_text_.data());
  framing_ = framing;
  via_ = via;
  if (context_.upstream_.empty())
    response_.at = phase::response;
  run_response();
}

void staged_exchange::run_response() {
  auto& t = response_;
  for (;;) {
    if (!run_heads(t))
      return;
    if (t.at == phase::response)
      break;
    t.at = phase::response;
    t.next = 0;
  }
  begin_response();
}

/// Which of them the body and the trailers pass. False if that ended it.
bool staged_exchange::find_response_stages() {
  auto& t = response_;
  t.rewriters.clear(); // of a response that this one replaces
  t.finishers.clear();
  if (!context_.own_
      && !(find_rewriters(t, phase::upstream_response_body)
           && find_finishers(t, phase::upstream_response_trailers)))
    return false;
  return find_rewriters(t, phase::response_body)
         && find_finishers(t, phase::response_trailers);
}

void staged_exchange::begin_response() {
  using enum http::body_kind;
  auto& head = *context_.response_;
  auto& t = response_;
  auto bodiless = framing_.kind == none || has_no_body(head.status)
                  || context_.request_->method == http::method::head;
  if (has_no_body(head.status))
    framing_ = {};
  if (!find_response_stages())
    return;
  if (!t.rewriters.empty() || !t.finishers.empty()) {
    head.fields.erase(name::content_length);
    if (framing_.kind == length)
      framing_ = {.kind = chunked, .length = 0};
  } else if (framing_.kind == length) {
    auto text = std::to_string(framing_.length);
    if (head.fields.get(name::content_length) != text
        || head.fields.repeated(name::content_length))
      head.fields.set("Content-Length", text);
  }
  if (bodiless)
    t.rewriters.clear();
  t.at = phase::response_body;
  t.next = 0;
  head_out_ = true;
  session_.send_head(head, response_text_, framing_, via_);
  drain_response();
}

// -- bodies -------------------------------------------------------------------

void staged_exchange::send_body(octets piece) {
  if (inner_lives_) // else a stage has just ended what it speaks of
    pass_response(piece);
}

void staged_exchange::pass_response(octets piece) {
  if (over_)
    return;
  if (!head_out_ || response_.suspended || !response_.held.empty())
    response_.held.append(piece);
  else if (response_.rewriters.empty()) {
    context_.account_.response_octets += piece.size();
    session_.send_body(piece);
  } else {
    unflushed_ = true;
    run_response_body(piece, false);
  }
}

/// Tells the stages of the body that nothing more is here, once for all that
/// they got since the last time.
void staged_exchange::pass_pause() {
  auto& t = response_;
  if (over_ || !head_out_ || t.suspended || t.chunk || !t.held.empty()
      || !std::exchange(unflushed_, false))
    return;
  t.chunk.emplace(body_chunk::at_pause{});
  t.next = 0;
  run_response_body({}, false);
}

void staged_exchange::flush() {
  pass_pause();
  session_.flush();
}

/// A piece, or, if one is on its way, the rest of that way. False if it waits
/// there.
bool staged_exchange::run_response_body(octets piece, bool last) {
  auto& t = response_;
  if (!t.chunk) {
    t.chunk.emplace(piece, last);
    t.next = 0;
  }
  if (!run_rewriters(t))
    return false;
  auto& chunk = *t.chunk;
  if (!chunk.bytes().empty()) {
    context_.account_.response_octets += chunk.bytes().size();
    session_.send_body(chunk.bytes());
    if (chunk.owns())
      session_.flush(); // before it goes
  }
  auto ended = chunk.last();
  t.chunk.reset();
  if (ended) {
    session_.send_end(known_trailers(t));
    over_ = true;
  }
  return true;
}

void staged_exchange::send_end(const codecs::fields::map& trailers) {
  auto& t = response_;
  if (over_ || !inner_lives_)
    return;
  t.ended = true;
  for (auto& x : trailers)
    trailers_of(t).append(x.name, x.value);
  if (head_out_ && !t.suspended && t.held.empty())
    end_response();
}

bool staged_exchange::end_response() {
  auto& t = response_;
  t.ended = false; // once
  if (!run_trailers(t, phase::upstream_response_trailers)
      || !run_trailers(t, phase::response_trailers))
    return false;
  auto more = codecs::as_octets(context_.appended_);
  if (!t.rewriters.empty())
    return run_response_body(more, true);
  if (!more.empty() && framing_.kind != http::body_kind::length) {
    session_.send_body(more);
    session_.flush();
  }
  session_.send_end(known_trailers(t));
  over_ = true;
  return true;
}

/// What was held back goes on, as far as stages and the client let it.
void staged_exchange::drain_response() {
  auto& t = response_;
  while (!over_ && !t.suspended && !t.held.empty()) {
    auto waiting = std::exchange(t.held, {});
    pass_response(waiting.front());
    session_.flush(); // before it goes
  }
  if (!over_ && t.ended && !t.suspended)
    end_response();
}

void staged_exchange::settle_response() {
  if (over_)
    return;
  if (!head_out_) {
    run_response();
  } else {
    if (response_.chunk)
      run_response_body({}, false);
    drain_response();
  }
  flush();
  if (inner_lives_ && !congested())
    inner_->resume();
}

bool staged_exchange::congested() const {
  return response_.suspended || !response_.held.empty() || session_.congested();
}

runtime::net::stream* staged_exchange::bare_socket() {
  if (!head_out_ || over_ || response_.suspended || !response_.held.empty()
      || !response_.rewriters.empty())
    return nullptr;
  return session_.bare_socket();
}

void staged_exchange::sent_bare(std::size_t n) {
  context_.account_.response_octets += n;
  session_.sent_bare(n);
}

// -- responses of our own -----------------------------------------------------

void staged_exchange::answer_with(http_response x) {
  if (!may_be_sent(x.fields)) {
    fail_with({proxy_errc::stage_failed, "a line break in a field"});
    return;
  }
  cancel(request_);
  cancel(response_);
  drop_inner({});
  session_.forgo_body();
  auto& t = response_;
  auto replaced = context_.own_ || t.at == phase::response;
  context_.own_ = true;
  via_ = {};
  framing_ = compose_head(x, *context_.response_);
  t.held.clear();
  if (framing_.kind != http::body_kind::none)
    t.held.append(codecs::as_octets(x.body));
  if (t.trailers)
    t.trailers->clear();
  t.ended = true;
  t.at = phase::response;
  if (!replaced)
    t.next = 0; // else with the stages behind the one that answers
  run_response();
  session_.flush();
}

void staged_exchange::fail_with(failure why) {
  if (over_)
    return;
  if (context_.error_.what == proxy_errc::none)
    context_.error_ = why;
  cancel(request_);
  cancel(response_);
  drop_inner(why);
  if (head_out_ || given_up_) { // there, the session notes it
    over_ = true;
    if (head_out_)
      session_.cut(why);
    else
      session_.answer(why);
    return;
  }
  given_up_ = true;
  session_.note(why);
  auto page = std::optional<http_response>{};
  for (auto& stage : stages_->failures(phase::failed_to_proxy)) {
    context_.at_ = phase::failed_to_proxy;
    auto v = call_stage(stage, context_, std::as_const(why));
    if (v.what() == verdict::kind::answer)
      page = std::move(v.response());
  }
  response_.at = phase::early_request; // no stage has seen the page yet
  context_.own_ = false;
  answer_with(page ? *std::move(page) : error_page(why, status_for(why.what)));
}

void staged_exchange::answer(const failure& why) {
  inner_lives_ = false;
  fail_with(why);
}

void staged_exchange::cut(const failure& why) {
  inner_lives_ = false;
  fail_with(why);
}

void staged_exchange::switch_protocols(const http1::response_head& head,
                                       const exchange_options& options,
                                       connection_ptr upstream, octets early) {
  over_ = true;
  context_.response_->status = head.status;
  session_.switch_protocols(head, options, std::move(upstream), early);
}

// -- the actor ----------------------------------------------------------------

void staged_exchange::ask_pool(const pool_actor& pool, lease_id lease) {
  session_.ask_pool(pool, lease);
}

void staged_exchange::forget_lease(const pool_actor& pool, lease_id lease) {
  session_.forget_lease(pool, lease);
}

void staged_exchange::ask_service(const http_service_actor& service,
                                  serve question) {
  session_.ask_service(service, std::move(question));
}

void staged_exchange::enter_exchange(runtime::loop::readiness what) {
  session_.enter_exchange(what);
}

} // namespace troupe::actors
