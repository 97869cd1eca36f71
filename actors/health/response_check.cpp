#include "actors/health/response_check.hpp"

#include "codecs/http/method.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <variant>

namespace troupe::actors {

namespace {

constexpr auto limits = codecs::http1::limits{};

bool is_among(codecs::http::status code,
              const std::vector<expected_statuses>& all) {
  return std::any_of(all.begin(), all.end(), [code](auto& x) {
    return code >= x.first && code <= x.last;
  });
}

} // namespace

struct response_check::visitor {
  response_check& self;

  std::optional<check_verdict> operator()(codecs::http1::need_more) {
    return std::nullopt;
  }
  std::optional<check_verdict> operator()(codecs::http1::head_end) {
    return self.on_head();
  }
  std::optional<check_verdict> operator()(const codecs::http1::body_slice& x) {
    return self.on_body(x.bytes);
  }
  std::optional<check_verdict> operator()(codecs::http1::message_end) {
    return self.judge_body();
  }
};

response_check::response_check(const http_check_options& options)
  : options_(&options), decoder_(limits) {
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
  return judge_body();
}

std::optional<check_verdict> response_check::on_head() {
  if (codecs::http::is_interim(head_.status))
    return std::nullopt;
  auto status = fmt::format("status {}", head_.status);
  if (!is_among(head_.status, options_->expect))
    return check_failed(std::move(status));
  if (!wants_body())
    return check_passed(std::move(status));
  return std::nullopt;
}

std::optional<check_verdict> response_check::on_body(codecs::octets piece) {
  auto room = options_->max_body - body_.size();
  body_.append(codecs::as_text(piece.first(std::min(room, piece.size()))));
  if (body_.size() < options_->max_body)
    return std::nullopt;
  return judge_body();
}

check_verdict response_check::judge_body() const {
  auto& wanted = options_->body;
  if (!wanted.empty() && body_.find(wanted) == std::string::npos)
    return check_failed(fmt::format("'{}' is not in its body", wanted));
  if (auto& pattern = options_->body_matches;
      pattern && !pattern->matches(body_))
    return check_failed(
      fmt::format("its body does not match '{}'", pattern->expression()));
  return check_passed("status and body as expected");
}

} // namespace troupe::actors
