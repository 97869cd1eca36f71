#pragma once

#include "actors/pipeline/pipeline.hpp"
#include "actors/pipeline/stages/decompress.hpp"

#include "codecs/coding/compression_policy.hpp"

#include <memory>

namespace troupe::actors::stages {

/// Undoes the content coding of responses. Their heads have left when it turns
/// out that this exceeds the limits or cannot be done: they are cut.
class decompress_responses {
public:
  explicit decompress_responses(const decompress_options& options)
    : shared_(std::make_shared<const shared>(options)) {
    // nop
  }

  /// The origin hears of codings that can be undone only, where all are.
  void upstream_request(exchange_context& x) const;
  verdict response(exchange_context& x) const;
  bool wants_response_body(exchange_context& x) const;
  verdict response_body(exchange_context& x, body_chunk& chunk) const;
  bool wants_response_trailers(exchange_context& x) const {
    return wants_response_body(x);
  }
  void response_trailers(exchange_context& x,
                         codecs::fields::map& trailers) const;

private:
  struct shared {
    explicit shared(const decompress_options& o)
      : options(o),
        policy({.offers = {}, .media_types = {}, .decode = o.responses}) {
      // nop
    }

    decompress_options options;
    codecs::coding::compression_policy policy;
  };

  std::shared_ptr<const shared> shared_; // of all loops
};

} // namespace troupe::actors::stages
