#pragma once

#include "actors/pipeline/pipeline.hpp"
#include "actors/rewrite/text_template.hpp"

#include "runtime/config/reader.hpp"

#include <memory>
#include <string>
#include <vector>

namespace troupe::actors::stages {

struct error_page_rule {
  codecs::http::status first = 400; ///< of a range of statuses
  codecs::http::status last = 599;
  text_template body;
  std::string type; ///< of the body
};

struct error_pages_options {
  std::vector<error_page_rule> rules; ///< the first that fits decides
  /// Also the pages of origins, in place of theirs.
  bool origin = false;
};

/// Pages of one's own for what goes wrong. Status and Proxy-Status (RFC 9209)
/// stay as they are.
class error_pages {
public:
  explicit error_pages(error_pages_options options);

  verdict response(exchange_context& x) const;

private:
  const error_page_rule* rule_for(codecs::http::status x) const noexcept;

  std::shared_ptr<const error_pages_options> options_; // of all loops
};

/// error_pages: {origin: on, pages: [{status: 404, file: 404.html},
///               {status: 500-599, body: "...", type: text/plain}]}
void read_error_pages(const runtime::config::setting& x, pipeline& to,
                      runtime::config::findings& out);

} // namespace troupe::actors::stages
