#pragma once

#include "runtime/buffer/byte_queue.hpp"
#include "runtime/net/wire.hpp"

#include "codecs/base/octets.hpp"

#include <memory>

struct bio_st;

namespace troupe::runtime::tls {

class channel;

/// The encrypted octets of a connection, between OpenSSL and the socket. Reads
/// the socket when OpenSSL asks, but never for what the loop has not announced;
/// takes all that OpenSSL writes and sends it in one piece.
class ciphertext {
public:
  ciphertext() = default;
  ciphertext(const ciphertext&) = delete;
  ciphertext& operator=(const ciphertext&) = delete;

  /// Lends a channel's octets and its socket to OpenSSL, for one call of it.
  class loan {
  public:
    loan(channel& to, ciphertext& text, net::wire& x) noexcept
      : to_(to), text_(text), wire_(x), before_(present_) {
      present_ = this;
    }
    ~loan() { present_ = before_; }
    loan(const loan&) = delete;
    loan& operator=(const loan&) = delete;

    /// Whose call is under way, on this thread.
    static channel& borrower() noexcept { return present_->to_; }

  private:
    friend struct ciphertext_bio;
    static thread_local constinit loan* present_;

    channel& to_;
    ciphertext& text_;
    net::wire& wire_;
    loan* before_;
  };

  /// What OpenSSL reads and writes through: the loan of the moment. All
  /// connections of a thread have the same one. The caller owns a reference.
  static bio_st* share_bio();

  /// What was read of the connection before TLS had it.
  void put_early(codecs::octets x);
  bool has_early() const noexcept { return early_ != nullptr; }

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
  int read(net::wire& from, std::span<std::byte> into);

  std::unique_ptr<buffer::byte_queue> early_; // until it is read
  buffer::byte_queue unsent_;
  bool ended_ = false;
  int error_ = 0;
};

} // namespace troupe::runtime::tls
