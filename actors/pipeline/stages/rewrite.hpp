#pragma once

#include "actors/pipeline/pipeline.hpp"
#include "actors/rewrite/path_rewrite.hpp"

#include "runtime/config/reader.hpp"

#include <memory>
#include <string>

namespace troupe::actors::stages {

/// Gives some requests another path; the query stays. Redirects, logs and other
/// stages behind it see the new one.
class rewrite {
public:
  explicit rewrite(path_rewrite rule)
    : rule_(std::make_shared<const path_rewrite>(std::move(rule))) {
    // nop
  }

  verdict request(exchange_context& x);

private:
  std::shared_ptr<const path_rewrite> rule_; // of all loops
  std::string target_;
  std::string scratch_;
};

/// rewrite: {prefix: /api}, {prefix: /api, to: /v2}, or
///          {pattern: "^/user/([0-9]+)", to: "/u/${1}"}
void read_rewrite(const runtime::config::setting& x, pipeline& to,
                  runtime::config::findings& out);

} // namespace troupe::actors::stages
