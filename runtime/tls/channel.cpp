#include "runtime/tls/channel.hpp"

#include "runtime/tls/client_sessions.hpp"
#include "runtime/tls/record_cutter.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

namespace troupe::runtime::tls {

namespace {

/// Octets that are encrypted before they are sent.
constexpr std::size_t flight = 64 * 1024;

/// For the parts that share a record.
record_cutter::room& copies() {
  thread_local auto room = record_cutter::room{};
  return room;
}

std::string_view text_of(const char* x) noexcept {
  return x ? std::string_view{x} : std::string_view{};
}

} // namespace

channel::channel(connection_ptr connection, std::shared_ptr<const void> keep)
  : keep_(std::move(keep)), ssl_(std::move(connection)) {
  auto* bio = ciphertext::share_bio();
  SSL_set_bio(ssl_.get(), bio, bio);
}

channel::~channel() {
  // Else OpenSSL forgets the session of a connection that ends without notice,
  // which is how most of them end.
  SSL_set_shutdown(ssl_.get(), SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN);
}

// -- the handshake ------------------------------------------------------------

handshake_state channel::handshake(net::wire& through) noexcept {
  if (broken_)
    return handshake_state::failed;
  auto lent = ciphertext::loan{*this, text_, through};
  return proceed(through);
}

handshake_state channel::proceed(net::wire& through) noexcept {
  ERR_clear_error();
  auto returned = read_early() ? SSL_do_handshake(ssl_.get()) : 0;
  auto why = SSL_get_error(ssl_.get(), returned);
  if (returned != 1 && why != SSL_ERROR_WANT_READ
      && why != SSL_ERROR_WANT_X509_LOOKUP)
    fail();
  if (!text_.send(through) && !broken_)
    fail(); // what was to be sent may be the alert that says why
  if (broken_)
    return handshake_state::failed;
  if (returned == 1) {
    established_ = true;
    forget_beginning();
    holds_
      = has_early() || SSL_has_pending(ssl_.get()) == 1 || text_.has_early();
    return handshake_state::done;
  }
  if (why != SSL_ERROR_WANT_READ)
    return handshake_state::wants_identity;
  holds_ = has_early();
  return holds_ ? handshake_state::early : handshake_state::waits;
}

/// False if there may be more of it. OpenSSL watches over how much it is.
bool channel::read_early() noexcept {
  while (reads_early_) {
    auto room = std::array<std::byte, 4096>{};
    auto n = std::size_t{0};
    auto got = SSL_read_early_data(ssl_.get(), room.data(), room.size(), &n);
    if (got == SSL_READ_EARLY_DATA_ERROR)
      return false;
    if (n > 0)
      begin().early.append(std::span{room}.first(n));
    reads_early_ = got != SSL_READ_EARLY_DATA_FINISH;
  }
  return true;
}

channel::beginning& channel::begin() {
  if (!beginning_)
    beginning_ = std::make_unique<beginning>();
  return *beginning_;
}

void channel::forget_beginning() noexcept {
  if (!has_early())
    beginning_.reset();
  else
    beginning_->supplied.reset();
}

void channel::supply(std::optional<identity> x) {
  begin().supplied = std::move(x);
  supplied_ = true;
}

std::string_view channel::server_name() const noexcept {
  return text_of(SSL_get_servername(ssl_.get(), TLSEXT_NAMETYPE_host_name));
}

std::string_view channel::protocol() const noexcept {
  const unsigned char* chosen = nullptr;
  auto size = 0u;
  SSL_get0_alpn_selected(ssl_.get(), &chosen, &size);
  return {reinterpret_cast<const char*>(chosen), size};
}

const problem& channel::problem() const noexcept {
  static const auto none = tls::problem{};
  return problem_ ? *problem_ : none;
}

std::string_view channel::version() const noexcept {
  return text_of(SSL_get_version(ssl_.get()));
}

bool channel::resumed() const noexcept {
  return SSL_session_reused(ssl_.get()) == 1;
}

agreement channel::agreed() const {
  auto* ssl = ssl_.get();
  auto result = agreement{.version = version(),
                          .cipher = text_of(SSL_get_cipher_name(ssl)),
                          .protocol = std::string{protocol()},
                          .server_name = std::string{server_name()},
                          .resumed = resumed()};
  if (auto* peer = SSL_get0_peer_certificate(ssl))
    result.peer = facts_of(*peer);
  return result;
}

void channel::keep_sessions(std::shared_ptr<client_sessions> where) {
  sessions_ = where.get();
  keep_ = std::make_shared<
    std::pair<std::shared_ptr<const void>, std::shared_ptr<client_sessions>>>(
    std::move(keep_), std::move(where));
  if (auto last = sessions_->take())
    SSL_set_session(ssl_.get(), last.get());
}

void channel::offered(session_ptr x) {
  if (sessions_)
    sessions_->put(std::move(x));
}

// -- octets -------------------------------------------------------------------

void channel::fail() noexcept {
  problem_ = std::make_unique<tls::problem>(take_problem(*ssl_));
  if (problem_->what == errc::broken && text_.ended())
    problem_->what = text_.error() == 0 ? errc::truncated : errc::broken;
  broken_ = true;
  holds_ = false;
}

net::io_outcome channel::failure() const noexcept {
  auto error = text_.error();
  if (error == 0)
    error = problem().what == errc::truncated ? ECONNRESET : EPROTO;
  return {.state = net::io_state::failed, .error = error};
}

net::io_outcome channel::outcome_of(int returned, net::wire& x) noexcept {
  switch (SSL_get_error(ssl_.get(), returned)) {
    case SSL_ERROR_WANT_READ:
      holds_ = false;
      return {.state = net::io_state::would_block};
    case SSL_ERROR_ZERO_RETURN: ended_ = true; break;
    default: fail();
  }
  holds_ = false;
  x.may_read = false;
  return ended_ ? net::io_outcome{.state = net::io_state::ended} : failure();
}

net::io_outcome channel::read(net::wire& from,
                              std::span<std::byte> into) noexcept {
  if (into.empty())
    return {};
  auto lent = ciphertext::loan{*this, text_, from};
  auto result = beginning_ || !established_ ? read_unproven(from, into)
                                            : decrypt(from, into);
  if (!text_.send(from) && !broken_) // what TLS itself had to answer
    fail();
  return result;
}

net::io_outcome channel::read_unproven(net::wire& from,
                                       std::span<std::byte> into) noexcept {
  if (!has_early() && !broken_)
    proceed(from);
  if (has_early())
    return take_early(into);
  if (established_ || broken_)
    return decrypt(from, into);
  return {.state = net::io_state::would_block};
}

net::io_outcome channel::take_early(std::span<std::byte> into) noexcept {
  auto& early = beginning_->early;
  auto n = std::min(early.size(), into.size());
  std::ranges::copy(early.front().first(n), into.begin());
  early.consume(n);
  if (established_)
    forget_beginning();
  holds_ = has_early() || (established_ && SSL_has_pending(ssl_.get()) == 1);
  return {.octets = n};
}

net::io_state channel::peek_unproven(net::wire& from) noexcept {
  if (!has_early() && !broken_)
    proceed(from);
  if (has_early() || established_)
    return net::io_state::done;
  return broken_ ? net::io_state::failed : net::io_state::would_block;
}

net::io_outcome channel::decrypt(net::wire& from,
                                 std::span<std::byte> into) noexcept {
  auto got = std::size_t{0};
  while (got < into.size() && !ended_ && !broken_) {
    auto rest = into.subspan(got);
    auto n = std::size_t{0};
    ERR_clear_error();
    auto returned = SSL_read_ex(ssl_.get(), rest.data(), rest.size(), &n);
    got += n;
    if (returned != 1) {
      auto how = outcome_of(returned, from);
      if (got == 0)
        return how;
      holds_ = how.state != net::io_state::would_block; // it is told next time
      return {.octets = got};
    }
    holds_ = SSL_has_pending(ssl_.get()) == 1;
    if (!holds_ && !from.may_read)
      break;
  }
  if (got > 0)
    return {.octets = got};
  holds_ = false;
  from.may_read = false;
  return ended_ ? net::io_outcome{.state = net::io_state::ended} : failure();
}

net::io_state channel::peek(net::wire& from) noexcept {
  if (ended_ || broken_)
    return ended_ ? net::io_state::ended : net::io_state::failed;
  auto lent = ciphertext::loan{*this, text_, from};
  if (beginning_ || !established_)
    if (auto how = peek_unproven(from); has_early() || !established_)
      return how;
  auto first = std::byte{};
  auto n = std::size_t{0};
  ERR_clear_error();
  auto returned = SSL_peek_ex(ssl_.get(), &first, sizeof(first), &n);
  auto result = net::io_state::done;
  if (returned == 1)
    holds_ = true;
  else
    result = outcome_of(returned, from).state;
  if (!text_.send(from) && !broken_)
    fail();
  return result;
}

bool channel::may_write(net::wire& to) noexcept {
  return !broken_ && !shut_ && flush(to) && text_.settled();
}

net::io_outcome channel::write(net::wire& to, std::span<const iovec> parts,
                               bool more) noexcept {
  auto cutter = record_cutter{parts};
  if (cutter.done())
    return {};
  if (!may_write(to))
    return broken_ || shut_
             ? failure()
             : net::io_outcome{.state = net::io_state::would_block};
  auto lent = ciphertext::loan{*this, text_, to};
  auto taken = std::size_t{0};
  while (text_.settled() && !cutter.done()) {
    for (auto sealed = std::size_t{0}; sealed < flight && !cutter.done();) {
      auto piece = cutter.next(copies());
      auto n = std::size_t{0};
      ERR_clear_error();
      auto* write = established_ ? SSL_write_ex : SSL_write_early_data;
      if (write(ssl_.get(), piece.data(), piece.size(), &n) != 1) {
        fail();
        return failure();
      }
      sealed += n;
    }
    taken = cutter.taken();
    if (!text_.send(to, more || !cutter.done())) {
      fail();
      return failure();
    }
  }
  to.may_write = to.may_write && text_.settled();
  return {.octets = taken};
}

bool channel::flush(net::wire& to) noexcept {
  if (!text_.settled() && !text_.send(to) && !broken_)
    fail();
  if (shut_ && !wire_shut_ && text_.settled()) {
    wire_shut_ = true;
    to.shut_write();
  }
  return !broken_;
}

void channel::shut_write(net::wire& to) noexcept {
  if (std::exchange(shut_, true))
    return;
  if (established_ && !broken_) {
    auto lent = ciphertext::loan{*this, text_, to};
    ERR_clear_error();
    SSL_shutdown(ssl_.get());
    if (!text_.send(to, true))
      fail();
  }
  flush(to);
}

} // namespace troupe::runtime::tls
