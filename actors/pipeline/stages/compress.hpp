#pragma once

#include "actors/pipeline/pipeline.hpp"

#include "runtime/config/reader.hpp"

#include "codecs/coding/compression_policy.hpp"
#include "codecs/coding/encoder_store.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>

namespace troupe::actors::stages {

struct compress_options {
  codecs::coding::compression_options coding;
  /// Octets that the encoders of one loop may hold, see memory_of(): 30
  /// responses at a time with zstd or br, 250 with gzip. Those beyond leave as
  /// they are.
  std::size_t memory = std::size_t{64} * 1024 * 1024;
};

/// The first thing wrong with the options, or nothing.
std::optional<std::string> problem_with(const compress_options& x);

/// Compresses responses for clients that accept it. Where the length is not
/// known beforehand, as of an event stream, whatever has come reaches the
/// client whenever the origin pauses; otherwise the coder sees all of it in one
/// go, which makes it smaller by some percent.
class compress {
public:
  explicit compress(const compress_options& options)
    : policy_(std::make_shared<const codecs::coding::compression_policy>(
      options.coding)),
      encoders_(options.memory) {
    // nop
  }

  static constexpr auto hears_pauses = true;

  void response(exchange_context& x);
  bool wants_response_body(exchange_context& x) const;
  void response_body(exchange_context& x, body_chunk& chunk) const;
  bool wants_response_trailers(exchange_context& x) const {
    return wants_response_body(x);
  }
  void response_trailers(exchange_context& x,
                         codecs::fields::map& trailers) const;

private:
  std::shared_ptr<const codecs::coding::compression_policy> policy_; // of all
  codecs::coding::encoder_store encoders_; // of this loop
};

/// compress: {codings: [zstd, {br: 5}, gzip], least: 1KiB, types: ["text/*"],
///            memory: 64MiB}
void read_compress(const runtime::config::setting& x, pipeline& to,
                   runtime::config::findings& out);

} // namespace troupe::actors::stages
