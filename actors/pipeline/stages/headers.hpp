#pragma once

#include "actors/pipeline/pipeline.hpp"
#include "actors/rewrite/field_rules.hpp"

#include "runtime/config/reader.hpp"

#include <memory>
#include <string>
#include <utility>

namespace troupe::actors::stages {

/// Changes the fields of requests on their way to the origin, and of responses
/// on theirs to the client.
class headers {
public:
  headers(field_rules request, field_rules response)
    : rules_(
      std::make_shared<const both>(std::move(request), std::move(response))) {
    // nop
  }

  void upstream_request(exchange_context& x);
  void response(exchange_context& x);

private:
  using both = std::pair<field_rules, field_rules>;

  std::shared_ptr<const both> rules_; // of all loops
  std::string scratch_;
};

/// headers: {request: [{set: X-A, to: "${client.address}"}, {remove: X-B}],
///           response: [...]}
void read_headers(const runtime::config::setting& x, pipeline& to,
                  runtime::config::findings& out);

} // namespace troupe::actors::stages
