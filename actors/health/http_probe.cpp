#include "actors/health/http_probe.hpp"

#include "actors/health/http1_check.hpp"
#include "actors/health/http2_check.hpp"

#include "runtime/tls/channel.hpp"

#include <system_error>

namespace troupe::actors {

std::optional<check_verdict>
http_probe::converse(runtime::net::stream& stream,
                     runtime::loop::event_loop& loop) {
  if (!check_)
    if (auto verdict = begin(stream))
      return verdict;
  send(stream);
  while (stream.may_read()) {
    auto scratch = loop.scratch();
    auto got = stream.read(scratch);
    switch (got.state) {
      case runtime::net::io_state::would_block: return std::nullopt;
      case runtime::net::io_state::ended: return check_->finish();
      case runtime::net::io_state::failed:
        return check_failed(std::generic_category().message(got.error));
      case runtime::net::io_state::done:
        if (auto verdict = check_->feed(scratch.first(got.octets), loop.now()))
          return verdict;
        send(stream);
    }
  }
  return std::nullopt;
}

std::optional<check_verdict>
http_probe::begin(const runtime::net::stream& stream) {
  auto* tls = stream.encryption();
  auto agreed_on_h2 = tls ? tls->protocol() == "h2" : !options_->speaks.h1;
  if (agreed_on_h2)
    check_ = std::make_unique<http2_check>(options_->http, name_,
                                           tls ? "https" : "http");
  else if (options_->speaks.h1)
    check_ = std::make_unique<http1_check>(options_->http, name_);
  else
    return check_failed("it does not speak h2");
  return std::nullopt;
}

// Where nothing can be written any more, there may still be a response, or
// else the connection's end.
void http_probe::send(runtime::net::stream& stream) {
  if (outbox_.empty())
    check_->pull(outbox_);
  while (!outbox_.empty() && stream.may_write())
    outbox_.erase(0, stream.write(codecs::as_octets(outbox_)).octets);
}

std::string_view http_probe::missing() const noexcept {
  return check_ ? check_->missing() : "no whole response";
}

void http_probe::take_leave(runtime::net::stream& stream) {
  if (!check_)
    return;
  check_->take_leave(outbox_);
  send(stream);
}

} // namespace troupe::actors
