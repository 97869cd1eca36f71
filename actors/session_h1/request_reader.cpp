// The half of session_h1 that reads requests and begins their exchanges.

#include "actors/session/admission.hpp"
#include "actors/session_h1/session_h1.hpp"

#include <algorithm>
#include <utility>

namespace troupe::actors {

namespace {

using codecs::octets;
using runtime::net::io_state;
namespace http = codecs::http;
namespace http1 = codecs::http1;

} // namespace

bool session_h1::receive() {
  auto& st = state;
  if (!st.inbox.empty() && !st.starved) {
    auto waiting = std::exchange(st.inbox, {});
    feed(waiting.front());
    return true;
  }
  if (st.pipe)
    return move_body();
  if (!st.socket.may_read())
    return false;
  flush(); // what is borrowed from the scratch buffer
  auto scratch = home().loop().scratch();
  auto got = st.socket.read(scratch);
  switch (got.state) {
    case io_state::would_block: return false;
    case io_state::done: break;
    case io_state::ended:
      if (st.exchange) // in the middle of its body
        client_gone();
      else
        st.end = ending::close;
      return false;
    case io_state::failed: client_gone(); return false;
  }
  auto input = octets{scratch.first(got.octets)};
  if (st.in_request || st.inbox.empty())
    st.since = now();
  if (st.inbox.empty()) {
    feed(input);
    return true;
  }
  st.inbox.append(input);
  st.starved = false;
  return true;
}

/// Is there more of a body than the exchange takes now? Without octets the
/// decoder may still have its end to tell.
bool session_h1::waits_with_body(octets left) const {
  auto& st = state;
  return st.has_body
         && (st.exchange->done()
             || (!left.empty() && !st.exchange->wants_body()));
}

std::size_t session_h1::digest(octets input) {
  auto& st = state;
  auto& shared = *st.home;
  auto left = input;
  st.starved = false;
  while (!st.gone && st.end == ending::none) {
    if (st.exchange && (!st.in_request || waits_with_body(left)))
      break;
    auto step = st.decoder->feed(left, shared.head, shared.trailers);
    if (!step) {
      on_malformed(step.error());
      return input.size();
    }
    auto eaten = left.first(step->consumed);
    left = left.subspan(step->consumed);
    if (st.note)
      st.note->request_octets += eaten.size();
    if (std::holds_alternative<http1::need_more>(step->event)) {
      st.starved = true;
      break;
    }
    if (auto* slice = std::get_if<http1::body_slice>(&step->event)) {
      st.waits_for_100 = false;
      if (st.exchange)
        st.exchange->on_body(slice->bytes);
    } else if (std::holds_alternative<http1::head_end>(step->event)) {
      on_head(codecs::as_text(eaten));
    } else {
      st.in_request = false;
      st.decoder->begin();
      if (st.exchange)
        st.exchange->on_request_end(shared.trailers);
    }
  }
  return input.size() - left.size();
}

/// Understands what the exchange takes of it, and keeps the rest: before the
/// exchange writes, which may make it read, into the same scratch buffer.
void session_h1::feed(octets input) {
  auto& st = state;
  if (st.may_be_h2 && st.requests == 0 && turns_to_h2(input))
    return;
  if (auto n = digest(input); n < input.size())
    st.inbox.append(input.subspan(n));
  if (!st.exchange)
    return;
  st.exchange->push();
  auto more = st.decoder->movable();
  if (st.in_request && st.inbox.empty() && more >= worth_moving
      && !st.socket.encryption() && st.exchange->bare_socket(more))
    st.pipe = st.home->tools.pipes.take();
}

bool session_h1::move_body() {
  auto& st = state;
  auto* origin = st.exchange->bare_socket(worth_moving);
  if (!origin)
    return false;
  if (st.pipe->held() == 0) {
    auto room
      = std::min<std::uint64_t>(st.decoder->movable(), st.pipe->capacity());
    auto got = st.pipe->fill(st.socket, static_cast<std::size_t>(room));
    if (got.state == io_state::would_block)
      return false;
    if (got.state != io_state::done) {
      client_gone();
      return false;
    }
    st.decoder->moved(got.octets);
    if (st.note)
      st.note->request_octets += got.octets;
    st.since = now();
  }
  auto left = st.decoder->movable();
  while (st.pipe->held() > 0) {
    auto put = st.pipe->drain(*origin, left > 0);
    if (put.state == io_state::would_block)
      return false;
    if (put.state != io_state::done) {
      st.pipe.reset();
      st.exchange->broken_bare(put.error);
      return true;
    }
    st.exchange->moved_bare(put.octets);
  }
  if (left == 0) {
    st.pipe.reset();
    feed({});
  }
  return true;
}

void session_h1::on_head(std::string_view text) {
  auto& st = state;
  auto& shared = *st.home;
  auto& head = shared.head;
  if (head.wants_upgrade && st.requests == 0 && upgrades_to_h2(head, text))
    return;
  ++st.requests;
  st.in_request = true;
  st.has_body = head.framing.kind != http::body_kind::none;
  st.begun = st.write_since = now();
  st.method = head.method;
  st.version = head.version;
  auto most = shared.here.session.max_requests;
  st.keep_alive = head.keep_alive && !shared.guests.draining()
                  && (most == 0 || st.requests < most);
  st.waits_for_100 = head.expect_continue && st.has_body;
  st.head_sent = st.chunked = st.bodiless = st.until_close = false;
  st.status = 0;
  st.route = nullptr;
  st.client_reused = st.requests > 1;
  if (shared.log) {
    st.open_note(st.since);
    st.note->request_octets = text.size();
    st.note->take_head(head, *shared.log);
  }
  auto is_connect = head.method == http::method::connect;
  if (is_connect) // what follows a refusal may be meant for the tunnel
    st.keep_alive = false;
  auto* channel = st.socket.encryption();
  auto found = find_route(shared.here, head, channel);
  if (!found && is_connect) {
    refuse(found.error(), status_for(found.error().what));
    return;
  }
  if (!found || comes_too_early(head, channel)) {
    answer(found ? failure{proxy_errc::too_early, std::string{head.method_text}}
                 : found.error());
    st.close_note();
    if (!st.keep_alive)
      st.end = ending::close;
    return;
  }
  st.route = *found;
  begin_routed(st.exchange, *this, shared, **found, head, text, st.client,
               channel);
}

void session_h1::on_malformed(http1::errc why) {
  auto word = std::string{to_string(why)};
  if (state.exchange)
    drop_exchange({proxy_errc::malformed_request, std::move(word)},
                  status_for(why));
  else
    refuse({proxy_errc::malformed_request, std::move(word)}, status_for(why));
}

void session_h1::finish_exchange() {
  auto& st = state;
  st.close_note();
  st.exchange.reset();
  st.pipe.reset();
  st.route = nullptr;
  st.since = now();
  if (st.end == ending::none
      && (!st.keep_alive || st.in_request || st.home->guests.draining()))
    st.end = ending::close;
}

/// There is nobody to be told.
void session_h1::give_up(const failure& why) {
  auto& st = state;
  st.exchange->abandon(why);
  if (st.end == ending::none) // else it was cut
    note(why);
  st.close_note();
  st.exchange.reset();
}

void session_h1::drop_exchange(const failure& why, http::status status) {
  auto& st = state;
  st.exchange->abandon(why);
  st.pipe.reset();
  if (st.head_sent)
    cut(why);
  else
    refuse(why, status);
  st.exchange.reset();
}

} // namespace troupe::actors
