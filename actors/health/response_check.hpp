#pragma once

#include "actors/health/check_verdict.hpp"
#include "actors/health/options.hpp"
#include "actors/health/response_judge.hpp"

#include "codecs/base/octets.hpp"
#include "codecs/fields/map.hpp"
#include "codecs/http1/head.hpp"
#include "codecs/http1/response_decoder.hpp"

#include <cstddef>
#include <optional>
#include <string>

namespace troupe::actors {

/// Judges the response to a check in HTTP/1, as it arrives, however cut. What
/// it keeps and what it reads are bounded: a head, and so much of the body as
/// is looked at. A check without expectations of the body is decided by the
/// head.
class response_check {
public:
  /// Borrowed: the options outlive it.
  explicit response_check(const http_check_options& options);

  /// The verdict, as soon as there is one; then it is not asked again.
  std::optional<check_verdict> feed(codecs::octets arrived);
  /// The backend has closed.
  check_verdict finish();

private:
  struct visitor;

  const http_check_options* options_;
  response_judge judge_;
  codecs::http1::response_decoder decoder_;
  codecs::http1::response_head head_; // views into unread_, until it moves
  codecs::fields::map trailers_;
  std::string unread_;    // what the decoder has not consumed
  std::size_t heard_ = 0; // octets in all
};

} // namespace troupe::actors
