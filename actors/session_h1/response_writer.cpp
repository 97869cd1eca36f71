// The half of session_h1 that speaks to the client: what its exchange asks for.

#include "actors/exchange/whole_response.hpp"
#include "actors/session/announced.hpp"
#include "actors/session_h1/session_h1.hpp"
#include "actors/session_h1/tunnel_note.hpp"
#include "actors/tunnel/tunnel.hpp"

#include "runtime/log/log.hpp"

#include "codecs/http/hop_by_hop.hpp"
#include "codecs/http1/encoder.hpp"

#include <caf/send.hpp>

#include <utility>

namespace troupe::actors {

namespace {

using codecs::octets;
using codecs::fields::field;
using codecs::fields::name;
using runtime::net::io_state;
namespace http = codecs::http;
namespace http1 = codecs::http1;

/// Octets before a 101 that are forgiven.
constexpr std::size_t max_early = 256 * 1024;

/// In HTTP/2 the end of a stream says that there is no body. Where one would be
/// possible, HTTP/1 has to say so.
bool has_no_body_by_frames(const http1::response_head& head,
                           http::framing framing) noexcept {
  return framing.kind == http::body_kind::none && head.status != 204
         && head.status != 304
         && !head.fields.has(codecs::fields::name::content_length);
}

} // namespace

// -- responses ----------------------------------------------------------------

void session_h1::send_interim(const http1::response_head& head) {
  auto& st = state;
  if (st.version == http::version::http_1_0)
    return; // RFC 9110 section 15.2
  if (head.status == 100) {
    st.waits_for_100 = false;
    st.since = now();
  }
  auto& out = st.home->out.text();
  auto ends_here = http::hop_by_hop{head.fields};
  http1::write_status_line(out, head.status, head.reason);
  http1::write_fields(out, head.fields, [&](const field& x) {
    return !ends_here(x) && x.id != name::content_length;
  });
  http1::end_head(out);
}

void session_h1::send_head(http1::response_head& head, std::string_view,
                           http::framing framing, std::string_view via) {
  using enum http::body_kind;
  auto& st = state;
  auto& out = st.home->out.text();
  st.head_sent = true;
  st.status = head.status;
  if (st.note)
    st.note->take_response(head.fields, *st.home->log);
  auto asks_head = st.method == http::method::head;
  st.bodiless = asks_head || framing.kind == none;
  auto unbounded
    = !st.bodiless && (framing.kind == chunked || framing.kind == until_close);
  st.chunked = unbounded && st.version == http::version::http_1_1;
  st.until_close = unbounded && !st.chunked;
  // Who still waits for leave to send the body may send it or not: only a new
  // connection is sure to begin with a head (RFC 9110 section 10.1.1).
  if (st.until_close || st.waits_for_100 || st.home->guests.draining())
    st.keep_alive = false;

  auto ends_here = http::hop_by_hop{head.fields};
  // Equal lengths may have come several times, and leave once.
  auto own_length
    = framing.kind == length && head.fields.repeated(name::content_length);
  auto keep_length = !own_length && !unbounded && head.status != 204;
  http1::write_status_line(out, head.status, head.reason);
  http1::write_fields(out, head.fields, [&](const field& x) {
    return x.id == name::content_length ? keep_length : !ends_here(x);
  });
  if (own_length)
    http1::write_field(out, "Content-Length", framing.length);
  else if (has_no_body_by_frames(head, framing) && !asks_head)
    out.append("Content-Length: 0\r\n");
  if (st.chunked)
    out.append("Transfer-Encoding: chunked\r\n");
  if (!head.fields.has(name::date))
    out.append(st.home->date.view());
  if (!via.empty())
    http1::write_via(out, head.version, via);
  write_connection();
  http1::end_head(out);
}

void session_h1::write_connection() {
  auto& st = state;
  if (!st.keep_alive)
    st.home->out.text().append("Connection: close\r\n");
  else if (st.version == http::version::http_1_0)
    st.home->out.text().append("Connection: keep-alive\r\n");
}

void session_h1::send_body(octets piece) {
  auto& st = state;
  if (st.bodiless || piece.empty())
    return;
  if (st.note)
    st.note->body_octets += piece.size();
  auto& out = st.home->out;
  if (st.chunked)
    http1::write_chunk_begin(out.text(), piece.size());
  out.borrow(piece);
  if (st.chunked)
    http1::write_chunk_end(out.text());
}

void session_h1::send_end(const codecs::fields::map& trailers) {
  if (state.chunked)
    http1::write_last_chunk(state.home->out.text(), trailers);
}

void session_h1::flush() {
  auto& st = state;
  auto& out = st.home->out;
  if (out.empty())
    return;
  if (st.gone) {
    out.clear();
    return;
  }
  auto sent = out.flush(st.socket, st.outbox, st.end == ending::close);
  if (sent.octets > 0)
    st.write_since = now();
  if (sent.state == io_state::failed) {
    st.gone = true; // the exchange that is running hears of it in advance()
    st.outbox.clear();
  }
}

bool session_h1::congested() const {
  return state.gone || !state.outbox.empty() || !state.socket.may_write();
}

runtime::net::stream* session_h1::bare_socket() {
  auto& st = state;
  if (st.gone || st.chunked || st.bodiless || !st.outbox.empty()
      || st.socket.encryption())
    return nullptr;
  return &st.socket;
}

void session_h1::sent_bare(std::size_t n) {
  if (state.note)
    state.note->body_octets += n;
  state.write_since = now();
}

// -- errors -------------------------------------------------------------------

void session_h1::answer(const failure& why) {
  forgo_body();
  write_error(why, status_for(why.what));
}

void session_h1::forgo_body() {
  // What is left of it would be taken for the next request's head.
  if (state.in_request && state.has_body)
    state.keep_alive = false;
}

codecs::proxy_protocol::header session_h1::announced() const {
  return announced_by(state.socket, state.memory.get());
}

state_bag& session_h1::connection_state() {
  auto& bag = state.memory;
  if (!bag)
    bag = std::make_unique<state_bag>();
  return *bag;
}

void session_h1::refuse(const failure& why, http::status status) {
  auto& st = state;
  if (!st.exchange && !st.in_request) { // its head is not whole
    ++st.requests;
    st.method = http::method::other;
    st.client_reused = st.requests > 1;
    if (st.home->log)
      st.open_note(st.since);
  }
  st.keep_alive = false;
  st.in_request = true; // nobody knows where it would have ended
  write_error(why, status);
  st.close_note();
  st.end = ending::close;
}

void session_h1::write_error(const failure& why, http::status status) {
  auto& st = state;
  st.tell(why, status);
  st.head_sent = true;
  st.status = status;
  auto& out = st.home->out.text();
  auto page = error_page(why, status);
  http1::write_status_line(out, page.status, {});
  for (auto& [name, value] : page.fields)
    http1::write_field(out, name, value);
  http1::write_field(out, "Content-Length", std::uint64_t{page.body.size()});
  out.append(st.home->date.view());
  write_connection();
  http1::end_head(out);
  if (st.method == http::method::head)
    return;
  if (st.note)
    st.note->body_octets = page.body.size();
  out.append(page.body);
}

void session_h1::cut(const failure& why) {
  auto& st = state;
  note(why);
  st.close_note();
  st.keep_alive = false;
  // Where only the end of the connection ends the body, an orderly end would
  // make half a response look whole.
  st.end = st.until_close ? ending::abort : ending::close;
}

// -- the upgrade --------------------------------------------------------------

/// What a client sent before the 101 went out was neither HTTP nor yet the new
/// protocol, wherever it lies: it goes nowhere. False if the client is gone.
bool session_h1::drop_early_octets() {
  auto& st = state;
  auto dropped = st.inbox.size();
  st.inbox.clear();
  while (st.socket.may_read() && dropped < max_early) {
    auto got = st.socket.read(home().loop().scratch());
    if (got.state == io_state::would_block)
      break;
    if (got.state != io_state::done) {
      st.gone = true;
      return false;
    }
    dropped += got.octets;
  }
  if (dropped > 0)
    runtime::log::warning("octets_before_101 dropped={} client={}", dropped,
                          st.client);
  if (dropped >= max_early)
    st.gone = true; // no end of it: this is no handshake
  return !st.gone;
}

void session_h1::write_switch(const http1::response_head& head,
                              std::string_view via) {
  auto& out = state.home->out.text();
  auto ends_here = http::hop_by_hop{head.fields};
  http1::write_status_line(out, head.status, head.reason);
  http1::write_fields(out, head.fields, [&](const field& x) {
    return !ends_here(x) && x.id != name::content_length;
  });
  if (head.status == 101) {
    for (auto& x : head.fields)
      if (x.id == name::upgrade)
        http1::write_field(out, "Upgrade", x.value);
    out.append("Connection: Upgrade\r\n");
  }
  if (!via.empty())
    http1::write_via(out, head.version, via);
  http1::end_head(out);
}

void session_h1::switch_protocols(const http1::response_head& head,
                                  const exchange_options& options,
                                  connection_ptr upstream, octets early) {
  auto& st = state;
  st.status = head.status;
  if (st.note)
    st.note->take_response(head.fields, *st.home->log);
  write_switch(head, options.via);
  st.home->out.text().append(codecs::as_text(early));
  // Behind a CONNECT there is nothing but what is meant for its tunnel.
  if (head.status == 101 && !drop_early_octets())
    return;
  flush();
  if (st.gone)
    return;
  auto watcher = std::unique_ptr<tunnel_watcher>{};
  if (st.note) {
    st.note->request_octets += st.inbox.size();
    st.note->body_octets += early.size();
    auto so_far = st.record();
    watcher
      = std::make_unique<tunnel_note>(*st.home, so_far, std::move(st.note));
  }
  spawn_pinned<tunnel>(home(), st.home->guests,
                       tunnel_ends{.client = std::move(st.socket),
                                   .origin = std::move(upstream),
                                   .for_client = std::move(st.outbox),
                                   .for_origin = std::move(st.inbox),
                                   .watcher = std::move(watcher)},
                       options.timeouts.tunnel_idle);
  st.end = ending::moved_on;
}

// -- the actor ----------------------------------------------------------------

void session_h1::ask_pool(const pool_actor& pool, lease_id lease) {
  request(pool, caf::infinite, lease_connection{lease})
    .then(
      [this, lease](connection_lease& x) {
        if (state.exchange)
          state.exchange->on_lease(lease, std::move(x));
        advance();
      },
      [this, lease](const caf::error& why) {
        if (state.exchange)
          state.exchange->on_lease(lease,
                                   {.connection = nullptr,
                                    .reused = false,
                                    .why = {proxy_errc::internal_error,
                                            "pool: " + system().render(why)}});
        advance();
      });
}

void session_h1::forget_lease(const pool_actor& pool, lease_id lease) {
  caf::anon_send(pool, actors::forget_lease{lease});
}

void session_h1::ask_service(const http_service_actor& service,
                             serve question) {
  request(service, caf::infinite, std::move(question))
    .then(
      // An answer that comes too late must not be the next one's.
      [this, asked = state.requests](served& x) {
        if (state.exchange && state.requests == asked)
          state.exchange->on_served({}, std::move(x));
        advance();
      },
      [this, asked = state.requests](const caf::error& why) {
        if (state.exchange && state.requests == asked)
          state.exchange->on_served(
            {proxy_errc::service_failed, system().render(why)}, {});
        advance();
      });
}

} // namespace troupe::actors
