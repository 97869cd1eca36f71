#include "actors/pipeline/stage_registry.hpp"

#include "actors/pipeline/stages/access.hpp"
#include "actors/pipeline/stages/basic_auth.hpp"
#include "actors/pipeline/stages/buffer_request.hpp"
#include "actors/pipeline/stages/compress.hpp"
#include "actors/pipeline/stages/concurrency.hpp"
#include "actors/pipeline/stages/cors.hpp"
#include "actors/pipeline/stages/decompress.hpp"
#include "actors/pipeline/stages/error_pages.hpp"
#include "actors/pipeline/stages/grpc_web.hpp"
#include "actors/pipeline/stages/headers.hpp"
#include "actors/pipeline/stages/limit_body.hpp"
#include "actors/pipeline/stages/mirror.hpp"
#include "actors/pipeline/stages/rate_limit.hpp"
#include "actors/pipeline/stages/redirect.hpp"
#include "actors/pipeline/stages/request_id.hpp"
#include "actors/pipeline/stages/respond.hpp"
#include "actors/pipeline/stages/rewrite.hpp"
#include "actors/pipeline/stages/security_headers.hpp"
#include "actors/pipeline/stages/split.hpp"
#include "actors/pipeline/stages/trace.hpp"

namespace troupe::actors {

std::vector<std::string_view> stage_registry::names() const {
  auto all = std::vector<std::string_view>{};
  for (auto& [name, read] : readers_)
    all.push_back(name);
  return all;
}

stage_registry ready_made_stages() {
  auto all = stage_registry{};
  all.add("access", stages::read_access);
  all.add("basic_auth", stages::read_basic_auth);
  all.add("buffer_request", stages::read_buffer_request);
  all.add("compress", stages::read_compress);
  all.add("concurrency", stages::read_concurrency);
  all.add("cors", stages::read_cors);
  all.add("decompress", stages::read_decompress);
  all.add("error_pages", stages::read_error_pages);
  all.add("grpc_web", stages::read_grpc_web);
  all.add("headers", stages::read_headers);
  all.add("limit_body", stages::read_limit_body);
  all.add("mirror", stages::read_mirror);
  all.add("rate_limit", stages::read_rate_limit);
  all.add("redirect", stages::read_redirect);
  all.add("request_id", stages::read_request_id);
  all.add("respond", stages::read_respond);
  all.add("rewrite", stages::read_rewrite);
  all.add("security_headers", stages::read_security_headers);
  all.add("split", stages::read_split);
  all.add("trace", stages::read_trace);
  return all;
}

} // namespace troupe::actors
