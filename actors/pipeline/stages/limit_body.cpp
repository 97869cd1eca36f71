#include "actors/pipeline/stages/limit_body.hpp"

namespace troupe::actors::stages {

using namespace runtime::config;
using codecs::http::body_kind;

namespace {

failure too_large(const char* because) {
  return {proxy_errc::request_body_too_large, because};
}

} // namespace

verdict limit_body::request(exchange_context& x) const {
  auto& framing = x.request().framing;
  return framing.kind == body_kind::length && framing.length > most_
           ? verdict::fail(too_large("announced"))
           : verdict::go_on();
}

/// Where the length is known, request() has decided.
bool limit_body::wants_request_body(exchange_context& x) const {
  return x.request().framing.kind == body_kind::chunked;
}

verdict limit_body::request_body(exchange_context& x, body_chunk&) const {
  return x.account().request_octets > most_
           ? verdict::fail(too_large("counted"))
           : verdict::go_on();
}

void read_limit_body(const setting& x, pipeline& to, findings& out) {
  auto most = std::uint64_t{1024 * 1024};
  section in{x, out};
  in.bind("most", most, size{});
  in.close();
  to.add(limit_body{most});
}

} // namespace troupe::actors::stages
