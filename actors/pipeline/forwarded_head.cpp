#include "actors/pipeline/forwarded_head.hpp"

#include <string>

namespace troupe::actors {

using codecs::fields::name;
namespace http = codecs::http;
namespace http1 = codecs::http1;

void mend_framing(http1::request_head& head, bool rewritten) {
  using enum http::body_kind;
  auto& fields = head.fields;
  if (rewritten && head.framing.kind != none)
    head.framing = {.kind = chunked, .length = 0};
  fields.erase(name::transfer_encoding);
  if (head.framing.kind != length)
    fields.erase(name::content_length);
  else if (auto text = std::to_string(head.framing.length);
           fields.get(name::content_length) != text
           || fields.repeated(name::content_length))
    fields.set("Content-Length", text);
  head.wants_upgrade = head.wants_upgrade && fields.has(name::upgrade);
}

std::string_view renamed_host(const http1::request_head& head) noexcept {
  const auto host = head.fields.get(name::host);
  if (host.empty() || host == head.authority
      || !codecs::uri::parse_authority(host))
    return {};
  return host;
}

void copy_views(const http1::request_head& from, http1::request_head& to) {
  to.clear();
  to.fields.append_views(from.fields);
  to.method = from.method;
  to.method_text = from.method_text;
  to.target = from.target;
  to.version = from.version;
  to.authority = from.authority;
  to.framing = from.framing;
  to.expect_continue = from.expect_continue;
  to.wants_upgrade = from.wants_upgrade;
  to.accepts_trailers = from.accepts_trailers;
}

} // namespace troupe::actors
