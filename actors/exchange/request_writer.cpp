#include "actors/exchange/request_writer.hpp"

#include "codecs/fields/list.hpp"
#include "codecs/http/hop_by_hop.hpp"
#include "codecs/http1/encoder.hpp"

#include <fmt/format.h>

namespace troupe::actors {

namespace {

using codecs::fields::field;
using codecs::fields::name;
namespace http = codecs::http;
namespace http1 = codecs::http1;

/// Fields that we may add.
constexpr std::size_t most_added = 6;

/// Writes fields, and outlines those that are for any version.
class field_writer {
public:
  field_writer(std::string& out, http1::request_outline* outline) noexcept
    : out_(out), outline_(outline) {
    // nop
  }

  /// What is appended to the text until end() is its value.
  void begin(name id) { begin(id, codecs::fields::to_string(id)); }
  void begin(name id, std::string_view text) {
    id_ = id;
    name_ = {.at = out_.size(), .size = text.size()};
    out_.append(text).append(": ");
    value_at_ = out_.size();
  }
  void end() {
    if (outline_)
      outline_->lines.push_back(
        {.name = name_,
         .value = {.at = value_at_, .size = out_.size() - value_at_},
         .id = id_});
    out_.append("\r\n");
  }
  void write(name id, std::string_view value) {
    begin(id);
    out_.append(value);
    end();
  }

  template <class Keep>
  void write(const codecs::fields::map& all, Keep&& keep) {
    http1::write_fields(out_, all, keep,
                        [this](const field& x, std::size_t at) {
                          if (outline_)
                            note(x, at);
                        });
  }

private:
  void note(const field& x, std::size_t at) {
    auto to_value = x.whole_line
                      ? static_cast<std::size_t>(x.value.data() - x.name.data())
                      : x.name.size() + 2;
    outline_->lines.push_back(
      {.name = {.at = at, .size = x.name.size()},
       .value = {.at = at + to_value, .size = x.value.size()},
       .id = x.id});
  }

  std::string& out_;
  http1::request_outline* outline_;
  name id_ = name::other;
  http1::request_outline::part name_;
  std::size_t value_at_ = 0;
};

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
  out.append(http1::request_line_end);
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

void write_forwarded(std::string& out, field_writer& fields,
                     const http1::request_head& head, forwarding_policy policy,
                     const client_info& client) {
  fields.begin(name::x_forwarded_for);
  if (policy != forwarding_policy::replace
      && head.fields.has(name::x_forwarded_for))
    for (auto& x : head.fields)
      if (x.id == name::x_forwarded_for && !x.value.empty())
        out.append(x.value).append(", ");
  out.append(client.address);
  fields.end();
  auto believed = policy == forwarding_policy::trust;
  if (!believed || !head.fields.has(name::x_forwarded_proto))
    fields.write(name::x_forwarded_proto, client.scheme);
  if ((!believed || !head.fields.has(name::x_forwarded_host))
      && !head.authority.empty())
    fields.write(name::x_forwarded_host, head.authority);
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

/// All but the fields, of a text of that size.
void complete(http1::request_outline& to, const http1::request_head& head,
              std::size_t size, std::size_t line_end, const host_slot& slot) {
  auto method_size = head.method_text.size();
  to.method = head.method;
  to.method_text = {.at = 0, .size = method_size};
  to.target.at = method_size + 1;
  to.target.size = line_end - http1::request_line_end.size() - to.target.at;
  to.authority = {.at = slot.at, .size = slot.size};
  to.framing = head.framing;
  to.accepts_trailers = head.accepts_trailers;
  to.size = size;
}

} // namespace

host_slot write_upstream_head(std::string& out, const http1::request_head& head,
                              const exchange_options& options,
                              const client_info& client,
                              std::string_view backend, std::string_view host,
                              http1::request_outline* outline) {
  // What an upgrade or a tunnel becomes is not for us to know.
  if (outline && (head.wants_upgrade || head.method == http::method::connect))
    outline = nullptr;
  if (outline)
    outline->lines.reserve(head.fields.size() + most_added);
  write_target(out, head);
  auto line_end = out.size();
  if (host.empty())
    host = host_for(head, options, backend);
  out.append("Host: ");
  auto slot = host_slot{.at = out.size(), .size = host.size()};
  out.append(host).append("\r\n");
  auto fields = field_writer{out, outline};
  auto ends_here = http::hop_by_hop{head.fields};
  auto policy = options.forwarding;
  // Equal lengths may come several times, and leave once.
  auto own_length = head.fields.repeated(name::content_length);
  fields.write(head.fields, [&](const field& x) {
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
    fields.write(name::content_length,
                 fmt::format_int{head.framing.length}.c_str());
  else if (has_no_body_by_frames(head))
    fields.write(name::content_length, "0");
  if (head.framing.kind == http::body_kind::chunked)
    out.append("Transfer-Encoding: chunked\r\n");
  if (policy != forwarding_policy::off)
    write_forwarded(out, fields, head, policy, client);
  if (client.early) {
    fields.begin(name::other, "Early-Data");
    out.push_back('1');
    fields.end();
  }
  if (!options.via.empty()) {
    fields.begin(name::via);
    http1::write_via_value(out, head.version, options.via);
    fields.end();
  }
  if (head.accepts_trailers || head.wants_upgrade)
    write_connection(out, head);
  http1::end_head(out);
  if (outline)
    complete(*outline, head, out.size(), line_end, slot);
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
