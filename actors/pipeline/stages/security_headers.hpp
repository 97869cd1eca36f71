#pragma once

#include "actors/headers/security_headers.hpp"
#include "actors/pipeline/pipeline.hpp"

#include "runtime/config/reader.hpp"

#include <memory>

namespace troupe::actors::stages {

/// Says in responses what browsers are to heed.
class security_headers {
public:
  explicit security_headers(const security_header_options& options)
    : fields_(std::make_shared<const actors::security_headers>(options)) {
    // nop
  }

  void response(exchange_context& x) const {
    fields_->apply(x.response().fields, x.client().scheme == "https");
  }

private:
  std::shared_ptr<const actors::security_headers> fields_; // of all loops
};

/// security_headers: {frame_options: DENY, hsts: 365d, ...}
void read_security_headers(const runtime::config::setting& x, pipeline& to,
                           runtime::config::findings& out);

} // namespace troupe::actors::stages
