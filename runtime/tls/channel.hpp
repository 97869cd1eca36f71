#pragma once

#include "runtime/net/wire.hpp"
#include "runtime/tls/agreement.hpp"
#include "runtime/tls/ciphertext.hpp"
#include "runtime/tls/errc.hpp"
#include "runtime/tls/handles.hpp"
#include "runtime/tls/identity.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace troupe::runtime::tls {

class client_sessions;

/// How far a handshake is.
enum class handshake_state : std::uint8_t {
  done,
  early,          ///< waits, but read() has something already: see proven()
  waits,          ///< for the peer
  wants_identity, ///< for supply(): a server that looks for its certificate
  failed,         ///< the reason is problem()
};

/// One side of a TLS connection (RFC 8446, RFC 5246), without a socket: whoever
/// calls lends one. Made by a context. For one thread.
class channel {
public:
  /// `keep` lives as long.
  channel(connection_ptr connection, std::shared_ptr<const void> keep);
  ~channel();
  channel(const channel&) = delete;
  channel& operator=(const channel&) = delete;

  // -- the handshake

  /// What came before anybody knew of TLS; to be called first.
  void put_early(codecs::octets x) { text_.put_early(x); }
  handshake_state handshake(net::wire& through) noexcept;
  /// The answer to wants_identity: call handshake() again. Without one the
  /// handshake fails.
  void supply(std::optional<identity> x);
  /// That the client asks for; known since wants_identity. May be empty.
  std::string_view server_name() const noexcept;
  const tls::problem& problem() const noexcept;
  /// When the handshake is done. Read anew from OpenSSL each time, for most
  /// connections are never asked.
  agreement agreed() const;
  /// The same, of agreed().
  std::string_view version() const noexcept;
  bool resumed() const noexcept;
  /// Empty: none. Borrowed.
  std::string_view protocol() const noexcept;
  /// For who resumes: sessions that the server offers go there.
  void keep_sessions(std::shared_ptr<client_sessions> where);
  /// For the context: here is one.
  void offered(session_ptr x);

  /// That the handshake is done. Until then, what is read is early data: it
  /// may be a copy of what somebody else has sent (RFC 8446 section 8). What is
  /// written is for the right client only.
  bool proven() const noexcept { return established_; }

  // -- as of net::stream

  /// Octets may be here that no readiness will tell of.
  bool holds() const noexcept { return holds_; }
  /// All that was written is with the kernel.
  bool settled() const noexcept { return text_.settled(); }

  /// An end without TLS's own (close_notify) is `failed`, with ECONNRESET: it
  /// may be somebody who cuts off what we are to believe whole.
  net::io_outcome read(net::wire& from, std::span<std::byte> into) noexcept;
  net::io_state peek(net::wire& from) noexcept;
  /// Octets that are counted may still wait here: until settled(), no more are
  /// taken, and the socket is not to be closed.
  net::io_outcome write(net::wire& to, std::span<const iovec> parts,
                        bool more) noexcept;
  /// Sends what waits. False if the connection is broken.
  bool flush(net::wire& to) noexcept;
  /// Says that we shall send no more (close_notify). The socket's half is shut
  /// when that has left.
  void shut_write(net::wire& to) noexcept;

private:
  friend class server_context;

  /// What only a handshake has.
  struct beginning {
    std::optional<identity> supplied;
    buffer::byte_queue early; // data that is not read yet
  };

  beginning& begin();
  void forget_beginning() noexcept;
  bool has_early() const noexcept {
    return beginning_ && !beginning_->early.empty();
  }
  handshake_state proceed(net::wire& through) noexcept;
  bool read_early() noexcept;
  net::io_outcome read_unproven(net::wire& from,
                                std::span<std::byte> into) noexcept;
  net::io_outcome take_early(std::span<std::byte> into) noexcept;
  net::io_state peek_unproven(net::wire& from) noexcept;
  void fail() noexcept;
  net::io_outcome failure() const noexcept;
  net::io_outcome decrypt(net::wire& from, std::span<std::byte> into) noexcept;
  /// What a call of OpenSSL that did not succeed has come to.
  net::io_outcome outcome_of(int returned, net::wire& x) noexcept;
  bool may_write(net::wire& to) noexcept;

  std::shared_ptr<const void> keep_;
  ciphertext text_; // goes after the SSL that writes to it
  connection_ptr ssl_;
  client_sessions* sessions_ = nullptr;   // kept
  std::unique_ptr<tls::problem> problem_; // if there is one
  std::unique_ptr<beginning> beginning_;  // while there is any
  bool supplied_ = false;
  bool reads_early_ = false;
  bool established_ = false;
  bool holds_ = false;
  bool ended_ = false;     // by close_notify
  bool shut_ = false;      // our half of TLS
  bool wire_shut_ = false; // and that of the socket
  bool broken_ = false;
};

} // namespace troupe::runtime::tls
