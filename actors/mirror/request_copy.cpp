#include "actors/mirror/request_copy.hpp"

#include "codecs/uri/request_target.hpp"

#include <utility>

namespace troupe::actors {

namespace {

using codecs::fields::name;
namespace http = codecs::http;

constexpr auto suffix = std::string_view{"-shadow"};

} // namespace

request_copy::request_copy(const codecs::http1::request_head& head,
                           const client_info& client,
                           mirror_ledger::permit place)
  : client_(client.address), scheme_(client.scheme), place_(std::move(place)) {
  auto& fields = head_.fields;
  for (auto& x : head.fields)
    if (x.id != name::expect)
      fields.append(x.name, x.value);
  head_.method = head.method;
  head_.method_text = fields.keep(head.method_text);
  auto target
    = codecs::uri::parse_request_target(fields.keep(head.target.text), false);
  head_.target = target.value_or(codecs::uri::request_target{});
  head_.version = head.version;
  head_.authority = fields.keep(head.authority);
  head_.framing = head.framing;
  head_.keep_alive = head.keep_alive;
}

bool request_copy::append(codecs::octets piece, std::size_t max_body) {
  if (piece.size() > max_body - body_.size())
    return false;
  body_.append(codecs::as_text(piece));
  return true;
}

void request_copy::finish() {
  if (head_.framing.kind == http::body_kind::none)
    return;
  head_.framing = {.kind = http::body_kind::length, .length = body_.size()};
  head_.fields.erase(name::transfer_encoding);
  head_.fields.set("Content-Length", std::to_string(body_.size()));
}

void request_copy::rename_host() {
  auto parts = codecs::uri::parse_authority(head_.authority);
  if (!parts || parts->host.starts_with('['))
    return;
  auto text = std::string{parts->host}.append(suffix);
  text.append(head_.authority.substr(parts->host.size()));
  head_.fields.set("Host", text);
  head_.authority = head_.fields.get(name::host);
}

} // namespace troupe::actors
