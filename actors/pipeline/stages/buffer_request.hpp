#pragma once

#include "actors/pipeline/pipeline.hpp"

#include "runtime/config/reader.hpp"

#include <cstddef>

namespace troupe::actors::stages {

/// Collects the request's body before anything is forwarded, so that a client
/// that is slow to send holds no backend, and the origin learns the length.
/// 413 for larger bodies.
class buffer_request {
public:
  explicit buffer_request(std::size_t most) noexcept : most_(most) {
    // nop
  }

  verdict request(exchange_context& x) const;

private:
  std::size_t most_; // octets
};

/// buffer_request: {most: 1MiB}
void read_buffer_request(const runtime::config::setting& x, pipeline& to,
                         runtime::config::findings& out);

} // namespace troupe::actors::stages
