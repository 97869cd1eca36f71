#pragma once

#include "actors/pipeline/pipeline.hpp"

#include "runtime/config/reader.hpp"

#include <cstdint>

namespace troupe::actors::stages {

/// Refuses requests whose body is larger: 413, at once if the length is known,
/// and otherwise as soon as so much has come.
class limit_body {
public:
  explicit limit_body(std::uint64_t most) noexcept : most_(most) {
    // nop
  }

  verdict request(exchange_context& x) const;
  bool wants_request_body(exchange_context& x) const;
  verdict request_body(exchange_context& x, body_chunk& chunk) const;

private:
  std::uint64_t most_; // octets
};

/// limit_body: {most: 1MiB}
void read_limit_body(const runtime::config::setting& x, pipeline& to,
                     runtime::config::findings& out);

} // namespace troupe::actors::stages
