#include "actors/pipeline/stages/exchange_variables.hpp"

#include "actors/pipeline/exchange_identity.hpp"

#include "runtime/tls/channel.hpp"

#include <fmt/format.h>

namespace troupe::actors::stages {

namespace {

std::optional<std::string_view> value_of(const codecs::fields::map& fields,
                                         const variable& what) {
  auto* found = what.header_id == codecs::fields::name::other
                  ? fields.find(what.header)
                  : fields.find(what.header_id);
  if (!found)
    return std::nullopt;
  return found->value;
}

} // namespace

/// Of the client's connection, if it is encrypted.
std::optional<std::string_view>
exchange_variables::find_tls(variable_kind what) const {
  using enum variable_kind;
  auto* channel = x_.client().tls;
  if (!channel)
    return std::nullopt;
  auto& agreed = x_.connection_state<std::optional<runtime::tls::agreement>>();
  if (!agreed)
    agreed = channel->agreed();
  auto* peer = agreed->peer ? &*agreed->peer : nullptr;
  switch (what) {
    case tls_version: return agreed->version;
    case tls_cipher: return agreed->cipher;
    case tls_server_name: return agreed->server_name;
    default: break;
  }
  if (!peer)
    return std::nullopt;
  switch (what) {
    case client_subject: return peer->subject;
    case client_issuer: return peer->issuer;
    case client_serial: return peer->serial;
    case client_fingerprint: return peer->fingerprint;
    case client_names:
      scratch_ = fmt::format("{}", fmt::join(peer->names, ","));
      return scratch_;
    default: return std::nullopt;
  }
}

std::optional<std::string_view>
exchange_variables::find(const variable& what) const {
  using enum variable_kind;
  auto& head = x_.request();
  switch (what.kind) {
    case client_address: return x_.client().address;
    case request_method: return head.method_text;
    case request_scheme: return x_.client().scheme;
    case request_host: return head.authority;
    case request_target: return head.target.text;
    case request_path: return head.target.path;
    case request_query: return head.target.query;
    case request_id:
      if (auto& known = x_.state<exchange_identity>().request_id;
          !known.empty())
        return known;
      return value_of(head.fields,
                      {.kind = what.kind,
                       .header = "X-Request-ID",
                       .header_id = codecs::fields::name::x_request_id});
    case request_header: return value_of(head.fields, what);
    case upstream_address: return x_.backend();
    case response_status:
      scratch_ = std::to_string(x_.response().status);
      return scratch_;
    case response_header: return value_of(x_.response().fields, what);
    case client_port: return std::nullopt; // sessions keep the address only
    default: return find_tls(what.kind);
  }
}

} // namespace troupe::actors::stages
