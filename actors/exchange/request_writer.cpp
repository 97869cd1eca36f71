#include "actors/exchange/request_writer.hpp"

#include "codecs/fields/list.hpp"
#include "codecs/http/hop_by_hop.hpp"
#include "codecs/http1/encoder.hpp"

namespace troupe::actors {

namespace {

using codecs::fields::field;
using codecs::fields::name;
namespace http = codecs::http;
namespace http1 = codecs::http1;

void write_target(std::string& out, const http1::request_head& head) {
  auto& target = head.target;
  if (target.form != codecs::uri::target_form::absolute) {
    http1::write_request_line(out, head.method_text, target.text);
    return;
  }
  out.append(head.method_text).push_back(' ');
  if (!target.path.empty())
    out.append(target.path);
  else // RFC 9112 section 3.2.4
    out.append(head.method == http::method::options && !target.has_query ? "*"
                                                                         : "/");
  if (target.has_query)
    out.append(1, '?').append(target.query);
  out.append(" HTTP/1.1\r\n");
}

std::string_view host_for(const http1::request_head& head,
                          const exchange_options& options,
                          std::string_view backend) {
  switch (options.host) {
    case host_policy::keep:
      return head.authority.empty() ? backend : head.authority;
    case host_policy::fixed: return options.host_name;
    case host_policy::backend: break;
  }
  return backend;
}

void write_forwarded(std::string& out, const http1::request_head& head,
                     forwarding_policy policy, const client_info& client) {
  out.append("X-Forwarded-For: ");
  if (policy != forwarding_policy::replace
      && head.fields.has(name::x_forwarded_for))
    for (auto& x : head.fields)
      if (x.id == name::x_forwarded_for && !x.value.empty())
        out.append(x.value).append(", ");
  out.append(client.address);
  auto believed = policy == forwarding_policy::trust;
  if (!believed || !head.fields.has(name::x_forwarded_proto))
    out.append("\r\nX-Forwarded-Proto: ").append(client.scheme);
  if ((!believed || !head.fields.has(name::x_forwarded_host))
      && !head.authority.empty())
    out.append("\r\nX-Forwarded-Host: ").append(head.authority);
  out.append("\r\n");
}

/// In HTTP/2 the end of a stream says that there is no body; servers of HTTP/1
/// may insist on a length where one is usual (RFC 9110 section 8.6).
bool has_no_body_by_frames(const http1::request_head& head) noexcept {
  return head.version == http::version::http_2
         && head.framing.kind == http::body_kind::none
         && (head.method == http::method::post
             || head.method == http::method::put
             || head.method == http::method::patch)
         && !head.fields.has(name::content_length);
}

/// What we say about this hop in place of what the client said about its own.
void write_connection(std::string& out, const http1::request_head& head) {
  auto tunnel = asks_for_tunnel(head);
  if (head.accepts_trailers)
    out.append(tunnel ? "TE: trailers\r\nConnection: TE, Upgrade\r\n"
                      : "TE: trailers\r\nConnection: TE\r\n");
  else if (tunnel)
    out.append("Connection: Upgrade\r\n");
  if (tunnel)
    for (auto& x : head.fields)
      if (x.id == name::upgrade)
        http1::write_field(out, "Upgrade", x.value);
}

} // namespace

host_slot write_upstream_head(std::string& out, const http1::request_head& head,
                              const exchange_options& options,
                              const client_info& client,
                              std::string_view backend, std::string_view host) {
  write_target(out, head);
  if (host.empty())
    host = host_for(head, options, backend);
  out.append("Host: ");
  auto slot = host_slot{.at = out.size(), .size = host.size()};
  out.append(host).append("\r\n");
  auto ends_here = http::hop_by_hop{head.fields};
  auto policy = options.forwarding;
  // Equal lengths may come several times, and leave once.
  auto own_length = head.fields.repeated(name::content_length);
  http1::write_fields(out, head.fields, [&](const field& x) {
    if (x.id == name::other)
      return !ends_here(x);
    switch (x.id) {
      case name::host: return false;
      case name::content_length: return !own_length;
      case name::expect: return head.expect_continue;
      case name::x_forwarded_for: return policy == forwarding_policy::off;
      case name::x_forwarded_proto:
      case name::x_forwarded_host:
        return policy == forwarding_policy::off
               || policy == forwarding_policy::trust;
      default: return !ends_here(x);
    }
  });
  if (own_length)
    http1::write_field(out, "Content-Length", head.framing.length);
  else if (has_no_body_by_frames(head))
    out.append("Content-Length: 0\r\n");
  if (head.framing.kind == http::body_kind::chunked)
    out.append("Transfer-Encoding: chunked\r\n");
  if (policy != forwarding_policy::off)
    write_forwarded(out, head, policy, client);
  if (client.early)
    http1::write_field(out, "Early-Data", "1");
  if (!options.via.empty())
    http1::write_via(out, head.version, options.via);
  if (head.accepts_trailers || head.wants_upgrade)
    write_connection(out, head);
  http1::end_head(out);
  return slot;
}

bool asks_for_tunnel(const http1::request_head& head) noexcept {
  if (!head.wants_upgrade)
    return false;
  auto asks = true;
  codecs::fields::for_each_element(
    head.fields, name::upgrade, [&](std::string_view protocol) {
      auto what = protocol.substr(0, protocol.find('/'));
      for (auto ours : {"h2c", "http", "tls"})
        if (codecs::fields::same_name(what, ours))
          asks = false;
    });
  return asks;
}

} // namespace troupe::actors
