// The half of h2_stream that takes requests and drives their exchanges.

#include "actors/session_h2/h2_stream.hpp"

#include "actors/exchange/grpc_status.hpp"
#include "actors/session/admission.hpp"
#include "actors/session_h2/session_h2.hpp"
#include "actors/tunnel/websocket_handshake.hpp"

#include "codecs/base/ascii.hpp"

#include <algorithm>
#include <utility>

namespace troupe::actors {

namespace {

namespace http = codecs::http;
namespace http1 = codecs::http1;
namespace http2 = codecs::http2;

using deadline_type = std::optional<runtime::time::steady_point>;

/// Brought to an exchange at once: what it holds then is bounded by little more
/// than that.
constexpr std::size_t piece_size = 16 * 1024;

} // namespace

h2_stream::h2_stream(session_h2& owner, http2::stream_id id)
  : owner_(owner), id_(id), begun_(now()), since_(begun_),
    write_since_(begun_) {
  now_.home = &owner.shared();
  now_.client = owner.state.address;
  now_.client_reused = owner.state.requests > 0;
}

h2_stream::~h2_stream() {
  home().notes.put(std::move(now_.note));
}

loop_home& h2_stream::home() const noexcept {
  return *now_.home;
}

runtime::time::steady_point h2_stream::now() const noexcept {
  return owner_.shared().tools.loop.now();
}

// -- the request --------------------------------------------------------------

void h2_stream::open(const http1::request_head& head) {
  auto& shared = home();
  now_.method = head.method;
  if (!shared.log)
    return;
  now_.open_note(begun_);
  now_.note->take_head(head, *shared.log);
}

void h2_stream::begin(http1::request_head& head, std::string_view text,
                      std::string_view protocol) {
  auto& shared = home();
  if (!head.fields.has(codecs::fields::name::host))
    head.fields.append_view({.name = "host",
                             .value = head.authority,
                             .id = codecs::fields::name::host});
  open(head);
  is_grpc_ = is_grpc(head);
  if (!protocol.empty() && !codecs::same_text(protocol, "websocket")) {
    refuse({proxy_errc::malformed_request, "unknown protocol"}, 501);
    return;
  }
  auto* channel = owner_.state.socket.encryption();
  auto too_early = comes_too_early(head, channel);
  if (head.method == http::method::connect)
    ask_for_tunnel(head, protocol);
  waits_for_100_
    = head.expect_continue && head.framing.kind != http::body_kind::none;
  auto found = find_route(shared.here, head, channel);
  if (!found || too_early) {
    answer(found ? failure{proxy_errc::too_early, std::string{head.method_text}}
                 : found.error());
    now_.close_note();
    return;
  }
  now_.route = *found;
  if (head.framing.kind == http::body_kind::length
      && head.framing.length > shared.here.session.limits.body) {
    refuse({proxy_errc::request_body_too_large, "announced"}, 413);
    return;
  }
  begin_routed(now_.exchange, *this, shared, **found, head, text, now_.client,
               channel);
  has_news_ = true;
  if (holds_back_ && now_.exchange)
    now_.exchange->on_request_end({});
  end_loan();
}

/// What follows the request is the tunnel's.
void h2_stream::ask_for_tunnel(http1::request_head& head,
                               std::string_view protocol) {
  holds_back_ = true;
  head.framing = {};
  if (!protocol.empty())
    websocket_key_ = ask_by_upgrade(head, home().random);
}

void h2_stream::refuse(const failure& why, http::status status) {
  if (!now_.note && home().log && !now_.head_sent) {
    now_.method = http::method::other;
    now_.open_note(begun_);
  }
  forgo_body();
  write_error(why, status);
  now_.close_note();
}

void h2_stream::on_body(codecs::octets piece) {
  since_ = now();
  waits_for_100_ = false;
  received_ += piece.size();
  if (now_.note)
    now_.note->request_octets += piece.size();
  if (received_ > home().here.session.limits.body && now_.exchange
      && !is_tunnel_) {
    drop_exchange({proxy_errc::request_body_too_large, "counted"}, 413);
    return;
  }
  if (inbox_.empty() && !holds_back_ && now_.exchange
      && now_.exchange->wants_body())
    bring(piece);
  else
    inbox_.append(piece);
}

void h2_stream::on_end(codecs::fields::map& trailers) {
  in_request_ = false;
  if (trailers.empty())
    return;
  trailers_ = std::make_unique<codecs::fields::map>();
  trailers_->swap(trailers);
}

void h2_stream::bring(codecs::octets piece) {
  has_news_ = true;
  now_.exchange->on_body(piece);
  end_loan();
  owner_.codec().consumed(id_, piece.size());
}

void h2_stream::bring_what_waits() {
  auto* to = now_.exchange.get();
  if (!to || forgone_ || holds_back_)
    return;
  if (!inbox_.empty() && to->wants_body()) {
    auto waiting = std::exchange(inbox_, {});
    while (!waiting.empty() && !forgone_ && to->wants_body()) {
      auto piece = waiting.front().first(std::min(waiting.size(), piece_size));
      bring(piece);
      waiting.consume(piece.size());
    }
    if (!forgone_)
      inbox_ = std::move(waiting);
  }
  if (!in_request_ && inbox_.empty() && !std::exchange(brought_end_, true)) {
    has_news_ = true;
    if (trailers_)
      to->on_request_end(*trailers_);
    else
      to->on_request_end({});
  }
}

void h2_stream::settle() {
  if (lost)
    return;
  bring_what_waits();
  if (now_.exchange && std::exchange(has_news_, false)) {
    auto waited = awaits_body();
    now_.exchange->push();
    if (!waited && awaits_body())
      since_ = now(); // it is the client's turn again
  }
  if (std::exchange(has_room_, false) && now_.exchange && !congested())
    now_.exchange->resume();
  end_loan();
  if (now_.exchange && now_.exchange->done())
    finish_exchange();
}

void h2_stream::finish_exchange() {
  now_.close_note();
  now_.exchange.reset();
  now_.route = nullptr;
  if (in_request_)
    forgo_body();
}

void h2_stream::give_up(const failure& why) {
  timer_.cancel();
  forgone_ = true; // the codec has no such stream any more
  if (now_.exchange) {
    now_.exchange->abandon(why);
    now_.tell(why);
    now_.close_note();
    now_.exchange.reset();
  }
}

// -- deadlines ----------------------------------------------------------------

bool h2_stream::awaits_body() const {
  return in_request_ && !forgone_ && !waits_for_100_ && !holds_back_
         && !is_tunnel_ && inbox_.empty() && now_.exchange
         && now_.exchange->wants_body();
}

deadline_type h2_stream::next_deadline() const {
  auto& limits = home().here.session.timeouts;
  auto earliest = deadline_type{};
  auto consider = [&](deadline_type x) {
    if (x && (!earliest || *x < *earliest))
      earliest = x;
  };
  auto after
    = [&](runtime::time::steady_point from, std::chrono::milliseconds x) {
        if (x.count() > 0)
          consider(from + x);
      };
  if (now_.exchange) {
    after(begun_, limits.exchange);
    consider(now_.exchange->deadline());
    if (awaits_body())
      after(since_, limits.body);
  }
  if (owner_.codec().waiting(id_) > 0)
    after(write_since_, limits.write);
  return earliest;
}

void h2_stream::watch_deadline() {
  auto due = next_deadline();
  // Lazily: a timer that rings too early looks again.
  if (due && (!timer_.armed() || *due < timer_.due()))
    home().tools.loop.arm(timer_, *due);
}

void h2_stream::on_timer() {
  owner_.run([this] {
    auto due = next_deadline();
    if (due && *due <= now())
      expire(now());
    flush();
  });
}

void h2_stream::expire(runtime::time::steady_point now) {
  auto& limits = home().here.session.timeouts;
  auto passed
    = [&](runtime::time::steady_point from, std::chrono::milliseconds x) {
        return x.count() > 0 && from + x <= now;
      };
  if (owner_.codec().waiting(id_) > 0 && passed(write_since_, limits.write)) {
    give_up({proxy_errc::client_gone, "takes nothing of the response"});
    owner_.codec().reset(id_, http2::errc::cancel);
  } else if (now_.exchange) {
    if (passed(begun_, limits.exchange))
      drop_exchange({proxy_errc::exchange_timeout, "the whole exchange"}, 504);
    else if (awaits_body() && passed(since_, limits.body))
      drop_exchange({proxy_errc::body_timeout, "between octets"}, 408);
    else
      now_.exchange->expire(now);
  }
}

void h2_stream::drop_exchange(const failure& why, http::status status) {
  now_.exchange->abandon(why);
  if (now_.head_sent)
    cut(why);
  else
    refuse(why, status);
  now_.exchange.reset();
}

} // namespace troupe::actors
