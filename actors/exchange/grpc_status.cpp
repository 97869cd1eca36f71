#include "actors/exchange/grpc_status.hpp"

#include "codecs/base/ascii.hpp"

#include <string_view>

namespace troupe::actors {

namespace {

grpc_status of_http(codecs::http::status x) noexcept {
  switch (x) {
    case 400:
    case 500: return grpc_status::internal;
    case 401: return grpc_status::unauthenticated;
    case 403: return grpc_status::permission_denied;
    case 404: return grpc_status::unimplemented;
    case 429:
    case 502:
    case 503:
    case 504: return grpc_status::unavailable;
    default: return grpc_status::unknown;
  }
}

/// As the specification of gRPC over HTTP/2 maps the codes of RST_STREAM.
grpc_status of_reset(codecs::http2::errc x) noexcept {
  using codecs::http2::errc;
  switch (x) {
    case errc::refused_stream: return grpc_status::unavailable;
    case errc::cancel: return grpc_status::cancelled;
    case errc::enhance_your_calm: return grpc_status::resource_exhausted;
    case errc::inadequate_security: return grpc_status::permission_denied;
    default: return grpc_status::internal;
  }
}

} // namespace

bool is_grpc(const codecs::http1::request_head& head) noexcept {
  constexpr auto type = std::string_view{"application/grpc"};
  auto said = head.fields.get(codecs::fields::name::content_type);
  if (said.size() < type.size()
      || !codecs::same_text(said.substr(0, type.size()), type))
    return false;
  // Not gRPC-Web: that is a conversation in HTTP's own terms.
  auto rest = said.substr(type.size());
  return rest.empty() || rest[0] == '+' || rest[0] == ';' || rest[0] == ' ';
}

grpc_status grpc_status_for(const failure& why,
                            codecs::http::status status) noexcept {
  if (why.reset != codecs::http2::errc::no_error)
    return of_reset(why.reset);
  switch (why.what) {
    case proxy_errc::body_timeout:
    case proxy_errc::upstream_timeout:
    case proxy_errc::exchange_timeout:
    case proxy_errc::stage_timeout:
    case proxy_errc::service_timeout: return grpc_status::deadline_exceeded;
    case proxy_errc::request_body_too_large:
      return grpc_status::resource_exhausted;
    default: return of_http(status);
  }
}

} // namespace troupe::actors
