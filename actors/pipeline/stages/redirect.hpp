#pragma once

#include "actors/pipeline/pipeline.hpp"

#include "runtime/config/reader.hpp"

#include <string>

namespace troupe::actors::stages {

struct redirect_options {
  codecs::http::status status = 308;
  std::string scheme; ///< empty: the target stays relative to the origin
  std::string host;   ///< with port, if any; empty: that of the request
  std::string prefix; ///< of the path that is replaced, by `by`
  std::string by;
};

/// Sends clients elsewhere (RFC 9110 section 15.4), with path and query as they
/// came but for the prefix.
class redirect {
public:
  explicit redirect(redirect_options options) : options_(std::move(options)) {
    // nop
  }

  verdict request(exchange_context& x) const;

private:
  redirect_options options_;
};

/// redirect: {status: 308, scheme: https, host: example.com, prefix: /a, by:
/// /b}
void read_redirect(const runtime::config::setting& x, pipeline& to,
                   runtime::config::findings& out);

} // namespace troupe::actors::stages
