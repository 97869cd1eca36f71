#include "actors/pipeline/stages/grpc_web.hpp"

#include "codecs/base/base64.hpp"
#include "codecs/fields/list.hpp"
#include "codecs/grpc_web/media_type.hpp"
#include "codecs/grpc_web/text_decoder.hpp"
#include "codecs/grpc_web/trailer_frame.hpp"

namespace troupe::actors::stages {

using namespace runtime::config;
using codecs::fields::name;
namespace web = codecs::grpc_web;

namespace {

/// Of an exchange whose client speaks gRPC-web.
struct grpc_web_call {
  const grpc_web* by = nullptr;
  bool sends_text = false;
  bool wants_text = false;
  bool is_answered = false; ///< by a gRPC server
  web::text_decoder decoder;
};

/// A client that does not say which it accepts gets what it sends.
bool wants_text(const codecs::fields::map& request, bool sends_text) {
  auto stated = std::optional<bool>{};
  codecs::fields::for_each_element(request, name::accept, [&](auto x) {
    if (auto type = web::read_media_type(x); type && !stated)
      stated = type->text;
  });
  return stated.value_or(sends_text);
}

grpc_web_call* call_of(exchange_context& x, const grpc_web* by) {
  auto& call = x.state<grpc_web_call>();
  return call.by == by ? &call : nullptr;
}

} // namespace

verdict grpc_web::request(exchange_context& x) const {
  auto& head = x.request();
  auto type = web::read_media_type(head.fields.get(name::content_type));
  if (!type || head.method != codecs::http::method::post)
    return verdict::go_on();
  auto& call = x.state<grpc_web_call>();
  call.by = this;
  call.sends_text = type->text;
  call.wants_text = wants_text(head.fields, type->text);
  head.fields.set("Content-Type", to_grpc(*type));
  head.fields.set("TE", "trailers");
  head.accepts_trailers = true;
  return verdict::go_on();
}

bool grpc_web::wants_request_body(exchange_context& x) const {
  auto* call = call_of(x, this);
  return call && call->sends_text;
}

verdict grpc_web::request_body(exchange_context& x, body_chunk& chunk) const {
  auto& decoder = x.state<grpc_web_call>().decoder;
  auto octets = std::string{};
  if (!decoder.feed(chunk.bytes(), octets)
      || (chunk.last() && !decoder.complete()))
    return verdict::fail({proxy_errc::malformed_request, "grpc-web: base64"});
  chunk.replace(std::move(octets));
  return verdict::go_on();
}

void grpc_web::response(exchange_context& x) const {
  auto* call = call_of(x, this);
  if (!call)
    return;
  auto& fields = x.response().fields;
  auto message = web::grpc_message(fields.get(name::content_type));
  call->is_answered = message && !x.own_response();
  if (!call->is_answered)
    return;
  fields.set("Content-Type",
             to_string(web::media_type{.text = call->wants_text,
                                       .of_message = *message}));
  fields.erase(name::trailer);
}

bool grpc_web::wants_response_trailers(exchange_context& x) const {
  auto* call = call_of(x, this);
  return call && call->is_answered && !x.own_response();
}

bool grpc_web::wants_response_body(exchange_context& x) const {
  return wants_response_trailers(x) && call_of(x, this)->wants_text;
}

/// Each piece is a segment with its own padding, so that it can be read when it
/// is there.
void grpc_web::response_body(exchange_context&, body_chunk& chunk) const {
  chunk.replace(codecs::to_base64(chunk.text()));
}

void grpc_web::response_trailers(exchange_context& x,
                                 codecs::fields::map& trailers) const {
  if (trailers.empty())
    return;
  auto frame = std::string{};
  web::write_trailer_frame(frame, trailers);
  x.append_to_body(frame);
  trailers.clear();
}

void read_grpc_web(const setting& x, pipeline& to, findings& out) {
  section in{x, out};
  in.close();
  to.add(grpc_web{});
}

} // namespace troupe::actors::stages
