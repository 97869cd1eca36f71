#include "actors/pipeline/stages/decompress_responses.hpp"

#include "actors/pipeline/stages/body_decoding.hpp"

#include "codecs/coding/coded_content.hpp"
#include "codecs/coding/recode_head.hpp"

namespace troupe::actors::stages {

using codecs::fields::name;
namespace coding = codecs::coding;

namespace {

/// Of an exchange.
struct decoded_response {
  const decompress_responses* by = nullptr;
  body_decoding body;
};

std::string told(coding::kind x, std::string_view problem) {
  return std::string{to_string(x)}.append(": ").append(problem);
}

} // namespace

void decompress_responses::upstream_request(exchange_context& x) const {
  auto& fields = x.upstream_head().fields;
  if (shared_->options.responses == coding::decode_for::everybody
      && fields.has(name::accept_encoding))
    fields.set("Accept-Encoding", "zstd, br, gzip");
}

verdict decompress_responses::response(exchange_context& x) const {
  auto& mine = x.state<decoded_response>();
  if (mine.by == this)
    mine = {}; // of a response that this one replaces
  if (x.own_response())
    return verdict::go_on();
  auto& [options, policy] = *shared_;
  auto& request = x.request();
  auto& head = x.response();
  auto decision
    = policy.decide(request.method, request.fields, head.status, head.fields);
  if (decision.what == coding::verdict::decode)
    mine = {.by = this, .body = {decision.coding, options.limits}};
  else if (decision.what == coding::verdict::already_coded
           && options.refuse_unknown
           && !coding::codings_of(head.fields).can_be_undone())
    return verdict::fail(
      {proxy_errc::malformed_response, "a coding that cannot be undone"});
  recode_head(head.fields, decision);
  return verdict::go_on();
}

/// Unless a stage behind this one has answered something else.
bool decompress_responses::wants_response_body(exchange_context& x) const {
  return x.state<decoded_response>().by == this && !x.own_response();
}

verdict decompress_responses::response_body(exchange_context& x,
                                            body_chunk& chunk) const {
  auto& body = x.state<decoded_response>().body;
  auto problem = body.decode(chunk);
  if (!problem)
    return verdict::go_on();
  return verdict::fail({*problem == coding::errc::truncated
                          ? proxy_errc::response_incomplete
                          : proxy_errc::malformed_response,
                        told(body.coding(), to_string(*problem))});
}

void decompress_responses::response_trailers(
  exchange_context&, codecs::fields::map& trailers) const {
  coding::recode_trailers(trailers);
}

} // namespace troupe::actors::stages
