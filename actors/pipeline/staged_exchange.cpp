#include "actors/pipeline/staged_exchange.hpp"

#include "actors/pipeline/exchange_identity.hpp"
#include "actors/pipeline/stage_call.hpp"

#include <utility>

namespace troupe::actors {

namespace {

using codecs::fields::name;
namespace http = codecs::http;
namespace http1 = codecs::http1;

} // namespace

staged_exchange::staged_exchange(session_side& session, exchange_tools& tools,
                                 const site& here)
  : session_(session), tools_(tools), here_(here),
    request_text_(tools.texts.take()), response_text_(tools.texts.take()) {
  context_.request_ = tools.request_heads.take();
  context_.response_ = tools.response_heads.take();
  context_.loop_ = &tools.loop;
  context_.site_ = &here;
  context_.tools_ = &tools;
}

staged_exchange::~staged_exchange() {
  cancel(request_);
  cancel(response_);
  inner_.reset();
  log();
  tools_.request_heads.put(std::move(context_.request_));
  tools_.request_heads.put(std::move(context_.upstream_head_));
  tools_.response_heads.put(std::move(context_.response_));
  tools_.trailer_maps.put(std::move(request_.trailers));
  tools_.trailer_maps.put(std::move(response_.trailers));
  tools_.texts.put(std::move(request_text_));
  tools_.texts.put(std::move(response_text_));
}

void staged_exchange::begin(http1::request_head& head, std::string_view text,
                            const site::route& route,
                            const client_info& client) {
  route_ = &route;
  stages_ = route.stages;
  request_text_.assign(text);
  head.swap(*context_.request_);
  auto& request = *context_.request_;
  request.rebase(text, request_text_.data());
  if (auto* host = request.fields.find(name::host);
      host && host->value != request.authority)
    request.fields.set("Host", request.authority); // RFC 9112 section 3.2.2
  context_.client_ = client;
  context_.route_ = route.name;
  context_.loop_ = &tools_.loop;
  context_.session_ = &session_;
  context_.times_.begun = tools_.loop.now();
  if (auto* upstream = std::get_if<upstream_here*>(&route.target))
    context_.upstream_ = (*upstream)->name();
  run_request();
}

// -- what else the session tells ----------------------------------------------

void staged_exchange::resume() {
  if (response_.suspended)
    return;
  if (!response_.held.empty() || response_.ended)
    settle_response();
  if (inner_lives_ && !congested())
    inner_->resume();
}

void staged_exchange::on_upstream(runtime::loop::readiness what) {
  if (judged_) {
    auto x = *std::exchange(judged_, std::nullopt);
    judge(*x.of, *x.why, *x.x);
  } else if (inner_lives_) {
    inner_->on_upstream(what);
  }
}

void staged_exchange::on_lease(lease_id which, connection_lease x) {
  inner_->on_lease(which, std::move(x));
}

void staged_exchange::on_served(failure why, served x) {
  if (inner_lives_)
    inner_->on_served(std::move(why), std::move(x));
}

void staged_exchange::abandon(const failure& why) {
  if (context_.error_.what == proxy_errc::none)
    context_.error_ = why;
  cancel(request_);
  cancel(response_);
  drop_inner(why);
  over_ = true;
}

void staged_exchange::drop_inner(const failure& why) {
  if (std::exchange(inner_lives_, false))
    inner_->abandon(why);
  collecting_ = false;
}

bool staged_exchange::done() const {
  return over_ && (!inner_lives_ || inner_->done());
}

std::optional<runtime::time::steady_point> staged_exchange::deadline() const {
  auto earliest = inner_lives_ ? inner_->deadline() : std::nullopt;
  for (auto* t : {&request_, &response_})
    if (t->due && (!earliest || *t->due < *earliest))
      earliest = t->due;
  return earliest;
}

void staged_exchange::expire(runtime::time::steady_point now) {
  for (auto* t : {&request_, &response_}) {
    if (!t->due || *t->due > now)
      continue;
    if (auto* porter = t->porter) {
      cancel(*t);
      on_stage_failure(*t, {proxy_errc::stage_timeout, porter->stage()},
                       porter->options());
    } else {
      wake(*t);
      carry_on(*t);
    }
  }
  if (inner_lives_)
    inner_->expire(now);
}

// -- logs ---------------------------------------------------------------------

void staged_exchange::log() noexcept {
  if (!stages_)
    return;
  context_.times_.ended = tools_.loop.now();
  for (auto& stage : stages_->heads(phase::logging)) {
    context_.at_ = phase::logging;
    call_stage(stage, context_);
  }
}

void staged_exchange::report(exchange_record& to) const {
  to.target = context_.request_->target.text;
  to.authority = context_.request_->authority;
  to.upstream = context_.upstream_;
  if (inner_)
    inner_->report(to);
  if (auto* known = context_.state_.find<exchange_identity>()) {
    to.user = known->user;
    to.request_id = known->request_id;
    to.trace_id = known->trace_id;
  }
  to.times.stages = waited_;
  to.end = context_.error_.what;
  to.because = context_.error_.because;
}

} // namespace troupe::actors
