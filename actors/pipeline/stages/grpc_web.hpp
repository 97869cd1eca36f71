#pragma once

#include "actors/pipeline/pipeline.hpp"

#include "runtime/config/reader.hpp"

namespace troupe::actors::stages {

/// Lets browsers, which cannot read trailers, call gRPC services: requests of
/// application/grpc-web become application/grpc, and the trailers of responses
/// become the last frame of their bodies. Of application/grpc-web-text the
/// bodies are base64, too. Other requests, and responses that are not gRPC's,
/// pass as they are; so does a response that has its status in its head.
class grpc_web {
public:
  verdict request(exchange_context& x) const;
  bool wants_request_body(exchange_context& x) const;
  verdict request_body(exchange_context& x, body_chunk& chunk) const;

  void response(exchange_context& x) const;
  bool wants_response_body(exchange_context& x) const;
  void response_body(exchange_context& x, body_chunk& chunk) const;
  bool wants_response_trailers(exchange_context& x) const;
  void response_trailers(exchange_context& x,
                         codecs::fields::map& trailers) const;
};

/// grpc_web has no options.
void read_grpc_web(const runtime::config::setting& x, pipeline& to,
                   runtime::config::findings& out);

} // namespace troupe::actors::stages
