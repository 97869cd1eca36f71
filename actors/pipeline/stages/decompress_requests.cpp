#include "actors/pipeline/stages/decompress_requests.hpp"

#include "actors/pipeline/stages/body_decoding.hpp"

#include "codecs/coding/coded_content.hpp"
#include "codecs/coding/recode_head.hpp"

namespace troupe::actors::stages {

using codecs::fields::name;
namespace coding = codecs::coding;

namespace {

/// Of an exchange.
struct decoded_request {
  const decompress_requests* by = nullptr;
  body_decoding body;
};

verdict unsupported() {
  return verdict::answer(
    {.status = 415,
     .fields = {{"Accept-Encoding", "zstd, br, gzip, deflate"},
                {"Content-Type", "text/plain"}},
     .body = "415 Unsupported Media Type\n"}); // RFC 9110 section 15.5.16
}

} // namespace

verdict decompress_requests::request(exchange_context& x) const {
  auto& head = x.request();
  auto codings = coding::codings_of(head.fields);
  if (codings.size == 0 || head.framing.kind == codecs::http::body_kind::none
      || head.fields.has(name::content_range)
      || coding::forbids_transformation(head.fields))
    return verdict::go_on();
  if (!codings.can_be_undone())
    return refuse_unknown_ ? unsupported() : verdict::go_on();
  x.state<decoded_request>()
    = {.by = this, .body = body_decoding{*codings.last, limits_}};
  coding::recode_head(head.fields, {.what = coding::verdict::decode});
  return verdict::go_on();
}

bool decompress_requests::wants_request_body(exchange_context& x) const {
  return x.state<decoded_request>().by == this;
}

verdict decompress_requests::request_body(exchange_context& x,
                                          body_chunk& chunk) const {
  auto& body = x.state<decoded_request>().body;
  auto problem = body.decode(chunk);
  if (!problem)
    return verdict::go_on();
  auto because = std::string{to_string(body.coding())};
  because.append(": ").append(to_string(*problem));
  return verdict::fail({is_too_large(*problem)
                          ? proxy_errc::request_body_too_large
                          : proxy_errc::malformed_request,
                        std::move(because)});
}

} // namespace troupe::actors::stages
