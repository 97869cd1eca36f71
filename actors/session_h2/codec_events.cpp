// The part of session_h2 that hears from its codec, and asks other actors.

#include "actors/session_h2/session_h2.hpp"

#include <caf/send.hpp>

#include <string>
#include <utility>

namespace troupe::actors {

namespace http1 = codecs::http1;
namespace http2 = codecs::http2;

h2_stream& session_h2::open(stream_id id) {
  auto& st = state;
  auto* x = st.home->streams.make(*this, id);
  st.streams.insert(id, x);
  ++st.requests;
  st.home->http2.note_opened();
  auto most = st.home->here.session.max_requests;
  if (most > 0 && st.requests >= most)
    begin_end();
  return *x;
}

h2_stream* session_h2::find(stream_id id) noexcept {
  auto* found = state.streams.find(id);
  return found ? *found : nullptr;
}

void session_h2::on_request(stream_id id, http1::request_head& head,
                            std::string_view protocol) {
  auto& x = open(id);
  x.begin(head, state.head_text, protocol);
  list(x);
}

void session_h2::on_oversized(stream_id id) {
  auto& x = open(id);
  x.refuse({proxy_errc::malformed_request, "head_too_large"}, 431);
  list(x);
}

void session_h2::on_body(stream_id id, codecs::octets piece) {
  if (auto* x = find(id)) {
    x->on_body(piece);
    list(*x);
  }
}

void session_h2::on_end(stream_id id, codecs::fields::map& trailers) {
  if (auto* x = find(id)) {
    x->on_end(trailers);
    list(*x);
  }
}

void session_h2::on_closed(stream_id id, const http2::closure& how) {
  auto& st = state;
  auto* x = st.streams.extract(id);
  if (!x)
    return;
  st.home->http2.note_closed();
  if (!how.whole) {
    st.home->http2.note_reset(how.why, how.by_peer);
    auto why
      = failure{proxy_errc::client_gone, (how.by_peer ? "reset: " : "ended: ")
                                           + std::string{to_string(how.why)}};
    if (st.flushed == x) // whose exchange is at work
      x->lost = std::move(why);
    else
      x->give_up(why);
  }
  st.dead.push_back(x);
  if (st.streams.empty()) {
    st.idle_since = now();
    st.pinged.reset();
  }
}

void session_h2::on_room(stream_id id) {
  if (auto* x = find(id)) {
    x->on_room();
    list(*x);
  }
}

void session_h2::on_progress(stream_id id) {
  if (auto* x = find(id))
    x->on_progress();
}

void session_h2::on_goaway(stream_id, http2::errc why) {
  state.home->http2.note_goaway(why, true);
}

void session_h2::on_pong() {
  auto& st = state;
  st.pinged.reset();
  if (st.end != h2_ending::asked)
    return;
  st.end = h2_ending::refusing;
  st.codec->refuse_streams();
}

// -- others -------------------------------------------------------------------

void session_h2::ask_pool(stream_id id, const pool_actor& pool,
                          lease_id lease) {
  auto answered = [this, id, lease](connection_lease& x) {
    auto* stream = find(id);
    if (stream && stream->running()) {
      stream->running()->on_lease(lease, std::move(x));
      stream->flush();
    } else if (x.connection) { // somebody else may want it
      auto& home = x.connection->home();
      home.put(std::move(x.connection));
    }
    advance();
  };
  request(pool, caf::infinite, lease_connection{lease})
    .then(answered, [this, answered](const caf::error& why) {
      auto none = connection_lease{
        .connection = nullptr,
        .reused = false,
        .why = {proxy_errc::internal_error, "pool: " + system().render(why)}};
      answered(none);
    });
}

void session_h2::ask_service(stream_id id, const http_service_actor& service,
                             serve question) {
  auto answered = [this, id](failure why, served x) {
    auto* stream = find(id);
    if (stream && stream->running()) {
      stream->running()->on_served(std::move(why), std::move(x));
      stream->flush();
    }
    advance();
  };
  request(service, caf::infinite, std::move(question))
    .then([answered](served& x) { answered({}, std::move(x)); },
          [this, answered](const caf::error& why) {
            answered({proxy_errc::service_failed, system().render(why)}, {});
          });
}

} // namespace troupe::actors
