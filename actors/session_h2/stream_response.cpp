// The half of h2_stream that speaks to the client: what its exchange asks for.

#include "actors/exchange/grpc_status.hpp"
#include "actors/exchange/whole_response.hpp"
#include "actors/session/announced.hpp"
#include "actors/session_h2/session_h2.hpp"
#include "actors/tunnel/tunnel_exchange.hpp"
#include "actors/tunnel/websocket_handshake.hpp"

#include "codecs/http1/encoder.hpp"

#include <caf/send.hpp>

#include <fmt/format.h>

#include <utility>

namespace troupe::actors {

namespace {

using codecs::octets;
using codecs::fields::name;
namespace http = codecs::http;
namespace http1 = codecs::http1;
namespace http2 = codecs::http2;

void append_grpc_status(const failure& why, http::status status,
                        codecs::fields::map& to) {
  auto code = static_cast<unsigned>(grpc_status_for(why, status));
  to.append("grpc-status", fmt::format_int{code}.c_str());
  to.append("grpc-message", to_string(why.what));
}

} // namespace

// -- responses ----------------------------------------------------------------

void h2_stream::send_interim(const http1::response_head& head) {
  if (head.status == 100) {
    waits_for_100_ = false;
    since_ = now();
  }
  owner_.codec().send_interim(id_, head);
}

void h2_stream::send_head(http1::response_head& head, std::string_view,
                          http::framing framing, std::string_view via) {
  using enum http::body_kind;
  now_.head_sent = true;
  now_.status = head.status;
  auto& fields = head.fields;
  if (now_.note)
    now_.note->take_response(fields, *home().log);
  auto asks_head = now_.method == http::method::head;
  bodiless_ = asks_head || framing.kind == none;
  auto unbounded
    = !bodiless_ && (framing.kind == chunked || framing.kind == until_close);
  // Equal lengths may have come several times, and leave once.
  auto own_length
    = framing.kind == length && fields.repeated(name::content_length);
  if (own_length || unbounded || head.status == 204)
    fields.erase(name::content_length);
  if (own_length)
    fields.append("content-length", fmt::format_int{framing.length}.c_str());
  if (!fields.has(name::date))
    fields.append_view(
      {.name = "date", .value = home().date.value(), .id = name::date});
  auto hop = std::string{};
  if (!via.empty()) {
    http1::write_via_value(hop, head.version, via);
    fields.append_view({.name = "via", .value = hop, .id = name::via});
  }
  auto is_empty = framing.kind == length && framing.length == 0
                  && head.version != http::version::http_2;
  owner_.codec().send_head(id_, head, bodiless_ || is_empty);
}

void h2_stream::send_body(octets piece) {
  if (bodiless_ || piece.empty())
    return;
  if (now_.note)
    now_.note->body_octets += piece.size();
  auto& codec = owner_.codec();
  if (codec.waiting(id_) == 0)
    write_since_ = now();
  since_ = now(); // who answers meanwhile need not hear more of the request
  has_lent_ = codec.lend_body(id_, piece);
}

void h2_stream::send_end(const codecs::fields::map& trailers) {
  owner_.codec().send_end(id_, trailers);
}

void h2_stream::end_loan() {
  if (std::exchange(has_lent_, false))
    owner_.end_loan(*this);
}

void h2_stream::flush() {
  owner_.list(*this);
  end_loan();
}

bool h2_stream::congested() const {
  if (owner_.state.gone || owner_.codec().congested(id_))
    return true;
  held_back_ = owner_.is_full() || owner_.comes_behind(*this);
  if (held_back_)
    owner_.note_held_back();
  return held_back_;
}

// -- errors -------------------------------------------------------------------

void h2_stream::answer(const failure& why) {
  forgo_body();
  write_error(why, status_for(why.what));
}

void h2_stream::forgo_body() {
  if (!in_request_ && inbox_.empty())
    return;
  forgone_ = true;
  inbox_.clear();
  owner_.codec().forgo(id_);
}

void h2_stream::write_error(const failure& why, http::status status) {
  now_.tell(why, status);
  if (is_grpc_)
    write_grpc_status(why, status);
  else
    write_page(why, status);
}

void h2_stream::write_page(const failure& why, http::status status) {
  auto page = error_page(why, status);
  auto head = http1::response_head{};
  auto framing = compose_head(page, head);
  send_head(head, {}, framing, {});
  send_body(codecs::as_octets(page.body));
  end_loan();
  send_end({});
}

/// A response that is all trailers, in gRPC's words.
void h2_stream::write_grpc_status(const failure& why, http::status status) {
  auto head = http1::response_head{};
  head.status = 200;
  head.fields.append("content-type", "application/grpc");
  append_grpc_status(why, status, head.fields);
  send_head(head, {}, {}, {});
  now_.status = status; // what logs are to tell
}

void h2_stream::cut(const failure& why) {
  now_.tell(why);
  now_.close_note();
  forgone_ = true;
  inbox_.clear();
  owner_.codec().forgo(id_);
  if (is_grpc_ && !bodiless_ && why.reset == http2::errc::no_error) {
    auto trailers = codecs::fields::map{};
    append_grpc_status(why, status_for(why.what), trailers);
    owner_.codec().send_end(id_, trailers);
    return;
  }
  owner_.codec().break_off(id_, why.reset != http2::errc::no_error
                                  ? why.reset
                                  : http2::errc::internal_error);
}

// -- the connection, and others -----------------------------------------------

state_bag& h2_stream::connection_state() {
  auto& bag = owner_.state.memory;
  if (!bag)
    bag = std::make_unique<state_bag>();
  return *bag;
}

codecs::proxy_protocol::header h2_stream::announced() const {
  return announced_by(owner_.state.socket, owner_.state.memory.get());
}

void h2_stream::switch_protocols(const http1::response_head& head,
                                 const exchange_options& options,
                                 connection_ptr upstream, octets early) {
  constexpr auto proof = std::string_view{"sec-websocket-accept"};
  if (!websocket_key_.empty()) {
    auto* said = head.fields.find(proof);
    if (!said || said->value != websocket_accept(websocket_key_)) {
      answer({proxy_errc::malformed_response, "Sec-WebSocket-Accept"});
      return;
    }
  }
  auto opened = http1::response_head{};
  opened.status = 200; // RFC 8441 section 5, RFC 9113 section 8.5
  opened.version = head.version;
  opened.fields.append_views(head.fields);
  opened.fields.erase(proof);
  send_head(opened, {}, {.kind = http::body_kind::chunked}, options.via);
  send_body(early);
  // Who is running is kept: it may be on the stack, and knows whom it asked.
  now_.exchange = exchange_ptr{new tunnel_exchange{
    *this, home().tools.loop, std::move(upstream), options.timeouts.tunnel_idle,
    std::move(now_.exchange)}};
  is_tunnel_ = has_news_ = has_room_ = true;
  holds_back_ = false;
}

void h2_stream::ask_pool(const pool_actor& pool, lease_id lease) {
  owner_.ask_pool(id_, pool, lease);
}

void h2_stream::forget_lease(const pool_actor& pool, lease_id lease) {
  caf::anon_send(pool, actors::forget_lease{lease});
}

void h2_stream::ask_service(const http_service_actor& service, serve question) {
  owner_.ask_service(id_, service, std::move(question));
}

void h2_stream::enter_exchange(runtime::loop::readiness what) {
  owner_.run([&] {
    if (!now_.exchange)
      return;
    auto waited = awaits_body();
    now_.exchange->on_upstream(what);
    if (!waited && awaits_body())
      since_ = now(); // it is the client's turn again
    flush();
  });
}

void h2_stream::yield_exchange() {
  owner_.list_later(*this);
}

} // namespace troupe::actors
