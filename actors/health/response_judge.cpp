#include "actors/health/response_judge.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace troupe::actors {

namespace {

bool is_among(codecs::http::status code,
              const std::vector<expected_statuses>& all) {
  return std::any_of(all.begin(), all.end(), [code](auto& x) {
    return code >= x.first && code <= x.last;
  });
}

} // namespace

std::optional<check_verdict>
response_judge::note_status(codecs::http::status code) const {
  if (codecs::http::is_interim(code))
    return std::nullopt;
  auto status = fmt::format("status {}", code);
  if (!is_among(code, options_->expect))
    return check_failed(std::move(status));
  if (!wants_body())
    return check_passed(std::move(status));
  return std::nullopt;
}

std::optional<check_verdict> response_judge::note_body(codecs::octets piece) {
  auto room = options_->max_body - body_.size();
  body_.append(codecs::as_text(piece.first(std::min(room, piece.size()))));
  if (body_.size() < options_->max_body)
    return std::nullopt;
  return note_end();
}

check_verdict response_judge::note_end() const {
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
