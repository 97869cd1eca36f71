#include "actors/upstream_h2/upstream_stream.hpp"

#include "actors/tunnel/websocket_handshake.hpp"
#include "actors/upstream_h2/upstream_h2.hpp"

#include "codecs/fields/list.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

namespace troupe::actors {

namespace {

using codecs::octets;
using runtime::net::io_outcome;
using runtime::net::io_state;
namespace http1 = codecs::http1;
namespace http2 = codecs::http2;

/// What we have written ourselves was in bounds before.
constexpr auto unbounded = http1::limits{.start_line = 1u << 30,
                                         .field_line = 1u << 30,
                                         .field_count = 1u << 30,
                                         .head = 1u << 30,
                                         .chunk_line = 1u << 30,
                                         .trailers = 1u << 30,
                                         .trailer_count = 1u << 30};

/// Heads of one response that nobody has read: more are no information.
constexpr std::size_t max_interims = 16;

constexpr auto nothing_yet = io_outcome{.state = io_state::would_block};

bool is_bodiless(const codecs::http::framing& x) noexcept {
  return x.kind == codecs::http::body_kind::none
         || (x.kind == codecs::http::body_kind::length && x.length == 0);
}

failure meaning_of(const http2::closure& how) {
  auto code = to_string(how.why);
  if (how.why == http2::errc::refused_stream)
    return {proxy_errc::stream_refused, std::string{code}, how.why};
  if (!how.by_peer)
    return {proxy_errc::malformed_response, std::string{code}, how.why};
  return {proxy_errc::upstream_reset, fmt::format("RST_STREAM, {}", code),
          how.why};
}

} // namespace

upstream_stream::upstream_stream(upstream_h2& owner)
  : owner_(&owner), shelf_(owner.shared_shelf()), request_(unbounded) {
  // nop
}

upstream_stream::~upstream_stream() {
  if (owner_)
    owner_->release(*this);
  shelf_->heads.put(std::move(head_));
}

void upstream_stream::begin(codecs::http::method) {
  request_.begin();
}

// -- the request --------------------------------------------------------------

bool upstream_stream::may_write() const noexcept {
  return !owner_ || id_ == 0 || !owner_->codec().congested(id_);
}

io_outcome upstream_stream::write(std::span<const iovec> parts, bool) {
  if (!may_write())
    return nothing_yet;
  auto n = std::size_t{0};
  auto sent = owner_ != nullptr;
  for (auto& x : parts) {
    sent = sent && send({static_cast<const std::byte*>(x.iov_base), x.iov_len});
    n += x.iov_len;
  }
  if (owner_)
    owner_->flush(id_); // whatever became of it: the parts are only borrowed
  if (!sent)
    return {.state = io_state::failed, .octets = 0, .error = ECONNRESET};
  return {.state = io_state::done, .octets = n};
}

bool upstream_stream::send(octets input) {
  if (tunnels()) {
    owner_->codec().lend_body(id_, input);
    return true;
  }
  if (auto* head = std::exchange(outline_, nullptr)) {
    if (!send_outlined(*head, codecs::as_text(input)))
      return false;
    input = input.subspan(head->size);
  }
  auto& head = owner_->request_head();
  auto& trailers = owner_->trailers();
  while (true) {
    auto step = request_.feed(input, head, trailers);
    if (!step) {
      why_ = {proxy_errc::internal_error, std::string{to_string(step.error())}};
      return false;
    }
    input = input.subspan(step->consumed);
    if (std::holds_alternative<http1::need_more>(step->event))
      return true;
    if (auto* slice = std::get_if<http1::body_slice>(&step->event)) {
      owner_->codec().lend_body(id_, slice->bytes);
    } else if (std::holds_alternative<http1::head_end>(step->event)) {
      if (!send_head(head))
        return false;
    } else {
      if (!is_tunnel_)
        owner_->codec().send_end(id_, trailers);
      return true;
    }
  }
}

bool upstream_stream::send_outlined(const http1::request_outline& head,
                                    std::string_view text) {
  request_.begin_body(head.framing);
  return note_opened(
    owner_->open(*this, head, text, is_bodiless(head.framing)));
}

bool upstream_stream::send_head(http1::request_head& head) {
  auto asks = head.wants_upgrade && owner_->codec().extended_connect()
              && codecs::fields::has_element(
                head.fields, codecs::fields::name::upgrade, "websocket");
  if (asks)
    ask_for_tunnel(head);
  auto target = http2::client::target{.scheme = owner_->scheme(),
                                      .authority = head.authority,
                                      .protocol = asks ? "websocket" : ""};
  return note_opened(
    owner_->open(*this, head, target, is_bodiless(head.framing) && !asks));
}

/// 0: it was not.
bool upstream_stream::note_opened(stream_id id) {
  id_ = id;
  asked_at_ = owner_->now();
  if (id_ != 0)
    return true;
  why_ = {proxy_errc::stream_refused, "no stream is free",
          http2::errc::refused_stream};
  return false;
}

/// RFC 8441 section 5. Where a backend does not know that, Upgrade is what it
/// may be anywhere: ignored.
void upstream_stream::ask_for_tunnel(http1::request_head& head) {
  constexpr auto key = std::string_view{"sec-websocket-key"};
  is_tunnel_ = true;
  if (auto* x = head.fields.find(key))
    websocket_key_ = x->value;
  head.fields.erase(key);
  head.method = codecs::http::method::connect;
  head.method_text = "CONNECT";
}

void upstream_stream::shut_write() noexcept {
  if (!owner_)
    return;
  owner_->codec().send_end(id_, {});
  owner_->wants_to_write();
}

// -- the response -------------------------------------------------------------

void upstream_stream::take_interim(http1::response_head& head) {
  if (interims_.size() >= max_interims)
    interims_.erase(interims_.begin());
  interims_.emplace_back().swap(head);
  news_.readable = true;
}

void upstream_stream::take_head(http1::response_head& head) {
  head_ = shelf_->heads.take();
  head_->swap(head);
  head_->keep_alive = false; // a stream serves once
  news_.readable = true;
  if (!is_tunnel_)
    return;
  is_tunnel_ = head_->status / 100 == 2;
  if (is_tunnel_)
    answer_tunnel(*head_);
}

/// As HTTP/1.1 answers an upgrade to WebSocket (RFC 6455 section 4.2.2).
void upstream_stream::answer_tunnel(http1::response_head& head) const {
  head.status = 101;
  head.fields.append("connection", "upgrade");
  head.fields.append("upgrade", "websocket");
  head.fields.set("sec-websocket-accept", websocket_accept(websocket_key_));
}

void upstream_stream::take_body(octets piece) {
  body_.append(codecs::as_text(piece));
  news_.readable = true;
}

void upstream_stream::take_end(codecs::fields::map& trailers) {
  if (!trailers.empty()) {
    trailers_ = std::make_unique<codecs::fields::map>();
    trailers_->swap(trailers);
  }
  has_end_ = news_.readable = true;
}

void upstream_stream::take_end_of_stream(const http2::closure& how) {
  owner_ = nullptr;
  if (!has_end_)
    why_ = actors::meaning_of(how);
  news_ = {.readable = true, .writable = true};
}

void upstream_stream::take_loss(failure why) {
  owner_ = nullptr;
  if (!has_end_)
    why_ = std::move(why);
  news_ = {.readable = true, .writable = true};
}

void upstream_stream::tell() {
  auto news = std::exchange(news_, {});
  if (holder_)
    holder_->on_ready(news); // who may let go of us
}

bool upstream_stream::may_read() const noexcept {
  return !interims_.empty() || head_ != nullptr || !body_.empty()
         || (has_end_ && !end_read_) || why_.has_value();
}

io_outcome upstream_stream::read(std::span<std::byte> into) noexcept {
  auto waits = !interims_.empty() || head_ != nullptr;
  if (!waits && tunnels() && !body_.empty()) {
    auto n = std::min(into.size(), body_.size());
    std::memcpy(into.data(), body_.data(), n);
    body_.erase(0, n);
    if (owner_)
      owner_->consumed(id_, n);
    return {.state = io_state::done, .octets = n};
  }
  if (waits || !body_.empty())
    return {};
  if (has_end_ && !end_read_) {
    end_read_ = tunnels();
    return {.state = end_read_ ? io_state::ended : io_state::done};
  }
  if (why_)
    return {.state = io_state::failed, .octets = 0, .error = ECONNRESET};
  return nothing_yet;
}

codecs::result<http1::step, http1::errc>
upstream_stream::feed(octets, http1::response_head& head,
                      codecs::fields::map& trailers) {
  if (!interims_.empty()) {
    head.swap(interims_.front());
    interims_.erase(interims_.begin());
    return http1::step{.event = http1::head_end{}};
  }
  if (head_) {
    head.swap(*head_);
    shelf_->heads.put(std::move(head_));
    head_read_ = true;
    return http1::step{.event = http1::head_end{}};
  }
  if (!body_.empty()) {
    lent_.clear();
    lent_.swap(body_);
    if (owner_)
      owner_->consumed(id_, lent_.size());
    return http1::step{.event = http1::body_slice{codecs::as_octets(lent_)}};
  }
  if (has_end_ && !end_read_) {
    end_read_ = true;
    trailers.clear();
    if (trailers_)
      trailers.swap(*trailers_);
    return http1::step{.event = http1::message_end{}};
  }
  return http1::step{.event = http1::need_more{}};
}

codecs::result<http1::event, http1::errc> upstream_stream::finish() {
  return http1::errc::premature_end;
}

failure upstream_stream::meaning_of(int) const {
  return why_.value_or(failure{proxy_errc::upstream_closed, {}});
}

void upstream_stream::abort() noexcept {
  if (auto* owner = std::exchange(owner_, nullptr))
    owner->release(*this);
}

} // namespace troupe::actors
