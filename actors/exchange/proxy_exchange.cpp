#include "actors/exchange/proxy_exchange.hpp"

#include "codecs/http1/encoder.hpp"
#include "codecs/proxy_protocol/encoder.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace troupe::actors {

namespace {

using codecs::octets;
using runtime::net::io_state;
namespace http = codecs::http;
namespace http1 = codecs::http1;

exchange_spans::microseconds since(runtime::time::steady_point from,
                                   runtime::time::steady_point to) {
  return std::chrono::duration_cast<exchange_spans::microseconds>(to - from);
}

} // namespace

// -- the beginning ------------------------------------------------------------

void proxy_exchange::begin(const http1::request_head& head,
                           upstream_here& upstream, const client_info& client,
                           attempt_watcher* watcher) {
  upstream_ = &upstream;
  watcher_ = watcher;
  client_ = client;
  method_ = head.method;
  chunked_request_ = head.framing.kind == http::body_kind::chunked;
  wants_tunnel_ = asks_for_tunnel(head);
  waits_for_100_ = head.expect_continue;
  plan_ = retry_plan{head.method, upstream.options.retries};
  begun_ = tried_ = progress_ = tools_.loop.now();
  if (auto& circuit = upstream.bounds().circuit) {
    request_place_ = circuit->try_enter(breaker_bound::requests);
    if (!request_place_) {
      fail({proxy_errc::circuit_open, "requests"});
      return;
    }
  }
  choice_.begin(upstream, head, client,
                watcher ? watcher->balancing_key() : std::nullopt);
  if (!choice_.backend() && !choice_.next(progress_)) {
    fail({proxy_errc::no_backend,
          upstream.empty() ? "the upstream is empty" : "none may be asked"});
    return;
  }
  if (!watcher)
    write_head(head);
  lease(false);
  outlined_ = false; // the next request's is outlined
}

/// In front of whatever is there of the body, in place of what was there.
void proxy_exchange::write_head(const http1::request_head& head,
                                std::string_view host) {
  auto before = head_size_;
  auto is_first = request_.empty();
  auto text = is_first ? std::move(request_) : tools_.texts.take();
  auto& speaks = backend().shelf().options().speaks;
  tools_.outline.clear();
  host_ = write_upstream_head(text, head, upstream_->options, client_,
                              backend().name(), host,
                              speaks.h2 ? &tools_.outline : nullptr);
  outlined_ = !tools_.outline.empty();
  head_size_ = text.size();
  if (is_first) {
    request_ = std::move(text);
    return;
  }
  request_.replace(0, before, text);
  tools_.texts.put(std::move(text));
}

void proxy_exchange::attach(connection_ptr x, bool reused) {
  drop_rivals();
  connection_ = std::move(x);
  connection_->holder(this);
  connection_->begin(method_);
  reused_ = reused;
  sent_any_ = false;
  progress_ = connected_ = tools_.loop.now();
  if (!reused)
    connect_ = since(connection_->born, connected_);
  if (!reused && !connection_->is_shared() && !plan_.may_repeat()
      && !(watcher_ && watcher_->may_insist()))
    replayable_ = false; // a new connection that dies is not forgiven
  if (upstream_->options.announce != announcement::off && !announce())
    return;
  if (watcher_)
    agree_on_head();
  hand_over_head();
}

/// At once, as long as it is known where what lies: a connection that others
/// share collects what it is to send.
void proxy_exchange::hand_over_head() {
  if (!std::exchange(outlined_, false) || !connection_
      || !connection_->is_shared())
    return;
  connection_->outline(tools_.outline);
  write_pending();
}

/// In front of the request, and in its packet. There is room in a socket that
/// is new.
bool proxy_exchange::announce() {
  auto text = tools_.texts.take();
  auto binary = upstream_->options.announce == announcement::binary;
  auto whose = session_.announced();
  if (binary)
    codecs::proxy_protocol::write_binary(text, whose);
  else
    codecs::proxy_protocol::write_line(text, whose);
  auto out = connection_->write(codecs::as_octets(text), true);
  auto complete = out.state == io_state::done && out.octets == text.size();
  tools_.texts.put(std::move(text));
  if (!complete)
    fail({proxy_errc::upstream_reset, "before the request"});
  return complete;
}

void proxy_exchange::agree_on_head() {
  auto head = watcher_->on_connected(backend().shared_name(), reused_);
  if (head)
    write_head(*head->head, head->host);
  else
    fail(std::move(head.error()));
}

void proxy_exchange::detach() {
  if (!connection_)
    return;
  connection_->holder(nullptr);
  connection_.reset();
  pipe_.reset();
  inbox_.clear();
}

void proxy_exchange::abandon(const failure&) {
  forget_lease();
  resumes_.reset();
  detach();
}

// -- the request --------------------------------------------------------------

void proxy_exchange::drop_replay() {
  replayable_ = false;
  if (pending() == 0) {
    request_.clear();
    sent_ = 0;
  }
}

void proxy_exchange::on_body(octets piece) {
  if (done_)
    return; // nobody wants the rest
  waits_for_100_ = false;
  auto limit = head_size_ + upstream_->options.replay_buffer;
  if (connection_ && replayable_ && request_.size() + piece.size() > limit)
    drop_replay();
  if (chunked_request_)
    http1::write_chunk_begin(request_, piece.size());
  auto tail = chunked_request_ ? codecs::as_octets("\r\n") : octets{};
  if (connection_ && !replayable_)
    write_along(piece, tail);
  request_.append(codecs::as_text(piece)).append(codecs::as_text(tail));
}

void proxy_exchange::write_along(octets& piece, octets& tail) {
  // The kernel reads only, but its interface does not say so.
  auto parts = std::array<iovec, 3>{
    iovec{request_.data() + sent_, pending()},
    iovec{const_cast<std::byte*>(piece.data()), piece.size()},
    iovec{const_cast<std::byte*>(tail.data()), tail.size()}};
  auto used = std::span<const iovec>{parts};
  if (pending() == 0)
    used = used.subspan(1);
  if (tail.empty())
    used = used.first(used.size() - 1);
  auto out = connection_->write(used);
  if (out.state != io_state::done)
    return; // push() meets the same, and deals with it
  sent_any_ = true;
  progress_ = tools_.loop.now();
  auto left = out.octets;
  auto take = [&left](std::size_t size) {
    auto n = std::min(left, size);
    left -= n;
    return n;
  };
  sent_ += take(pending());
  piece = piece.subspan(take(piece.size()));
  tail = tail.subspan(take(tail.size()));
  drop_replay();
}

void proxy_exchange::on_request_end(const codecs::fields::map& trailers) {
  request_done_ = true;
  if (chunked_request_ && !done_)
    http1::write_last_chunk(request_, trailers);
}

void proxy_exchange::push() {
  if (!connection_)
    return;
  write_pending();
  if (connection_ && response_done_)
    finish_if_done();
}

void proxy_exchange::write_pending() {
  while (pending() > 0 && connection_->may_write()) {
    auto out = connection_->write(
      codecs::as_octets(std::string_view{request_}.substr(sent_)));
    if (out.state == io_state::would_block)
      return;
    if (out.state == io_state::failed) {
      write_failed(out.error);
      return;
    }
    sent_ += out.octets;
    sent_any_ = true;
    progress_ = tools_.loop.now();
  }
  if (!replayable_)
    drop_replay();
}

/// An early answer may lie there to be read; if not, the origin is gone.
void proxy_exchange::write_failed(int error) {
  auto* broken = connection_.get();
  sent_ = request_.size();
  pump();
  if (connection_.get() != broken)
    return;
  if (response_done_) {
    detach();
    finish_if_done();
  } else if (!session_.congested()) {
    on_origin_closed(connection_->meaning_of(error), false);
  }
}

void proxy_exchange::moved_bare(std::size_t) {
  sent_any_ = true;
  progress_ = tools_.loop.now();
}

void proxy_exchange::broken_bare(int error) {
  write_failed(error);
}

bool proxy_exchange::wants_body() const {
  if (done_)
    return false;
  // What came with one read leaves in one write: it is collected until push().
  if (connection_ && connection_->may_write())
    return pending() < runtime::loop::event_loop::scratch_size;
  if (connection_)
    return pending() == 0;
  return request_.size() < head_size_ + upstream_->options.replay_buffer;
}

runtime::net::stream* proxy_exchange::bare_socket(std::uint64_t left) {
  if (!connection_ || chunked_request_ || left < worth_moving || pending() > 0)
    return nullptr;
  auto* socket = connection_->bare();
  if (!socket || socket->encryption())
    return nullptr;
  drop_replay();
  return socket;
}

// -- logs ---------------------------------------------------------------------

void proxy_exchange::report(exchange_record& to) const {
  constexpr auto never = runtime::time::steady_point{};
  to.upstream = upstream_->name();
  if (choice_.backend())
    to.backend = backend().name();
  to.attempts = attempts_;
  to.backend_reused = reused_;
  to.times.connect = connect_;
  if (asked_ != never)
    to.times.wait
      = since(asked_, connected_ != never ? connected_ : tools_.loop.now());
  if (answered_ != never)
    to.times.first_octet = since(connected_, answered_);
}

} // namespace troupe::actors
