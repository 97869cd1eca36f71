#pragma once

#include "actors/pipeline/pipeline.hpp"
#include "actors/pipeline/stages/decompress.hpp"

namespace troupe::actors::stages {

/// Undoes the content coding of requests: 413 where that exceeds the limits,
/// 400 where it cannot be done.
class decompress_requests {
public:
  explicit decompress_requests(const decompress_options& options)
    : limits_(options.limits), refuse_unknown_(options.refuse_unknown) {
    // nop
  }

  verdict request(exchange_context& x) const;
  bool wants_request_body(exchange_context& x) const;
  verdict request_body(exchange_context& x, body_chunk& chunk) const;

private:
  codecs::coding::decoder_limits limits_;
  bool refuse_unknown_;
};

} // namespace troupe::actors::stages
