#pragma once

#include "actors/health/check_verdict.hpp"
#include "actors/health/options.hpp"

#include "codecs/base/octets.hpp"
#include "codecs/http/status.hpp"

#include <cstddef>
#include <optional>
#include <string>

namespace troupe::actors {

/// Knows what is expected of the response to a check, in whatever version of
/// HTTP it comes. Keeps so much of the body as is looked at.
class response_judge {
public:
  /// Borrowed: the options outlive it.
  explicit response_judge(const http_check_options& options)
    : options_(&options) {
    // nop
  }

  // The verdict, as soon as there is one; then it is not asked again.

  std::optional<check_verdict> note_status(codecs::http::status code) const;
  std::optional<check_verdict> note_body(codecs::octets piece);
  check_verdict note_end() const;

private:
  bool wants_body() const noexcept {
    return !options_->body.empty() || options_->body_matches;
  }

  const http_check_options* options_;
  std::string body_;
};

} // namespace troupe::actors
