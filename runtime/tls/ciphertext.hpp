#pragma once

#include "runtime/buffer/byte_queue.hpp"
#include "runtime/net/wire.hpp"

#include "codecs/base/octets.hpp"

struct bio_st;

namespace troupe::runtime::tls {

/// The encrypted octets of a connection, between OpenSSL and the socket. Reads
/// the socket when OpenSSL asks, but never for what the loop has not announced;
/// takes all that OpenSSL writes and sends it in one piece.
class ciphertext {
public:
  ciphertext() = default;
  ciphertext(const ciphertext&) = delete;
  ciphertext& operator=(const ciphertext&) = delete;

  /// To be owned by an SSL that does not outlive this.
  bio_st* make_bio();

  /// Lends the socket to OpenSSL, for one call of it.
  class loan {
  public:
    loan(ciphertext& to, net::wire& x) noexcept : to_(to) { to_.wire_ = &x; }
    ~loan() { to_.wire_ = nullptr; }
    loan(const loan&) = delete;
    loan& operator=(const loan&) = delete;

  private:
    ciphertext& to_;
  };

  /// What was read of the connection before TLS had it.
  void put_early(codecs::octets x) { early_.append(x); }
  bool has_early() const noexcept { return !early_.empty(); }

  /// Sends what OpenSSL has written, as far as the socket takes it; the rest
  /// waits. To be called after each call of OpenSSL. `more` follows. False if
  /// the connection is broken, or the peer makes us answer and takes nothing.
  bool send(net::wire& to, bool more = false);
  bool settled() const noexcept { return unsent_.empty(); }

  /// How the socket came to an end, if a read has met it.
  bool ended() const noexcept { return ended_; }
  int error() const noexcept { return error_; } ///< errno, or 0

private:
  friend struct ciphertext_bio;
  int read(std::span<std::byte> into);
  void write(codecs::octets x);

  net::wire* wire_ = nullptr;
  buffer::byte_queue early_;
  buffer::byte_queue unsent_;
  bool ended_ = false;
  int error_ = 0;
};

} // namespace troupe::runtime::tls
