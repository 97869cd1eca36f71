// What stages see of the attempts to reach a backend.

#include "actors/pipeline/forwarded_head.hpp"
#include "actors/pipeline/stage_call.hpp"
#include "actors/pipeline/staged_exchange.hpp"

#include <utility>

namespace troupe::actors {

namespace http1 = codecs::http1;

codecs::result<agreed_head, failure>
staged_exchange::on_connected(const backend_name& backend, bool reused) {
  context_.backend_ = backend;
  context_.times_.connected = tools_.loop.now();
  context_.account_.reused = reused;
  ++context_.account_.attempts;
  auto& stages = stages_->heads(phase::upstream_request);
  auto run = [this](phase at) -> failure {
    for (auto& stage : stages_->heads(at)) {
      context_.at_ = at;
      auto v = call_stage(stage, context_);
      if (v.what() == verdict::kind::fail)
        return std::move(v.error());
    }
    return {};
  };
  auto why = run(phase::connected);
  if (why.what == proxy_errc::none && stages.empty())
    return agreed_head{context_.request_.get()};
  if (why.what == proxy_errc::none) {
    if (!context_.upstream_head_)
      context_.upstream_head_ = tools_.request_heads.take();
    auto& head = *context_.upstream_head_;
    copy_views(*context_.request_, head);
    why = run(phase::upstream_request);
    if (why.what == proxy_errc::none) {
      mend_framing(head, false);
      return agreed_head{&head, renamed_host(head)};
    }
  }
  return why;
}

bool staged_exchange::insists(const failure& why, bool connected) {
  if (!connected)
    ++context_.account_.attempts;
  if (context_.account_.attempts >= max_attempts)
    return false;
  auto at = connected ? phase::error_while_proxying : phase::failed_to_connect;
  auto insists = false;
  for (auto& stage : stages_->failures(at)) {
    context_.at_ = at;
    if (call_stage(stage, context_, why).what() == verdict::kind::try_again)
      insists = true;
  }
  return insists;
}

bool staged_exchange::may_insist() const noexcept {
  return !stages_->failures(phase::error_while_proxying).empty();
}

} // namespace troupe::actors
