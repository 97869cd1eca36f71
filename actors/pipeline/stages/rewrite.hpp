#pragma once

#include "actors/pipeline/pipeline.hpp"
#include "actors/rewrite/path_rewrite.hpp"
#include "actors/rewrite/text_template.hpp"

#include "runtime/config/reader.hpp"

#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace troupe::actors::stages {

/// Gives some requests another path, and another query if it has one of its
/// own:
/// "" is none. Redirects, logs and other stages behind it see the new one. 414
/// if it becomes too long.
class rewrite {
public:
  explicit rewrite(path_rewrite rule,
                   std::optional<text_template> query = std::nullopt)
    : rule_(std::make_shared<const both>(std::move(rule), std::move(query))) {
    // nop
  }

  verdict request(exchange_context& x);

private:
  using both = std::pair<path_rewrite, std::optional<text_template>>;

  std::shared_ptr<const both> rule_; // of all loops
  std::string target_;
  std::string scratch_;
};

/// rewrite: {prefix: /api}, {prefix: /api, to: /v2}, or
///          {pattern: "^/user/([0-9]+)", to: "/u/${1}"};
///          with query: off, or a template
void read_rewrite(const runtime::config::setting& x, pipeline& to,
                  runtime::config::findings& out);

} // namespace troupe::actors::stages
