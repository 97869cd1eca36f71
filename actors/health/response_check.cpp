#include "actors/health/response_check.hpp"

#include "codecs/http/method.hpp"

#include <fmt/format.h>

#include <variant>

namespace troupe::actors {

namespace {

constexpr auto limits = codecs::http1::limits{};

} // namespace

struct response_check::visitor {
  response_check& self;

  std::optional<check_verdict> operator()(codecs::http1::need_more) {
    return std::nullopt;
  }
  std::optional<check_verdict> operator()(codecs::http1::head_end) {
    return self.judge_.note_status(self.head_.status);
  }
  std::optional<check_verdict> operator()(const codecs::http1::body_slice& x) {
    return self.judge_.note_body(x.bytes);
  }
  std::optional<check_verdict> operator()(codecs::http1::message_end) {
    return self.judge_.note_end();
  }
};

response_check::response_check(const http_check_options& options)
  : options_(&options), judge_(options), decoder_(limits) {
  decoder_.begin(codecs::http::find_method(options.method));
}

std::optional<check_verdict> response_check::feed(codecs::octets arrived) {
  unread_.append(codecs::as_text(arrived));
  heard_ += arrived.size();
  auto rest = codecs::as_octets(unread_);
  for (;;) {
    auto fed = decoder_.feed(rest, head_, trailers_);
    if (!fed)
      return check_failed(
        fmt::format("its response is not HTTP/1: {}", to_string(fed.error())));
    rest = rest.subspan(fed->consumed);
    if (auto verdict = std::visit(visitor{*this}, fed->event))
      return verdict;
    if (std::holds_alternative<codecs::http1::need_more>(fed->event))
      break;
  }
  unread_.erase(0, unread_.size() - rest.size());
  // What frames a body, or comes before the last head, is bounded as well.
  if (heard_ > limits.head + 2 * options_->max_body)
    return check_failed(
      fmt::format("no end of its response after {} octets", heard_));
  return std::nullopt;
}

check_verdict response_check::finish() {
  if (heard_ == 0)
    return check_failed("closed without a response");
  if (!decoder_.finish())
    return check_failed("closed in the middle of its response");
  return judge_.note_end();
}

} // namespace troupe::actors
