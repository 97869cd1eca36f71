#pragma once

#include "runtime/tls/identity.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace troupe::runtime::tls {

enum class version : std::uint8_t { tls_1_2, tls_1_3 };

/// What both sides choose.
struct protocol_options {
  version least = version::tls_1_2;
  version most = version::tls_1_3;
  /// Of TLS 1.2, and of TLS 1.3, in OpenSSL's words. Empty: OpenSSL's choice.
  std::string ciphers;
  std::string suites;
  std::string groups; ///< of key exchange: "X25519:P-256"; empty: likewise
  /// What may be spoken above TLS (ALPN, RFC 7301), the best first.
  std::vector<std::string> protocols;
  /// Where the secrets of all connections are written (SSLKEYLOGFILE), for who
  /// has to read what was sent. Whoever has that file reads it, too. Empty:
  /// nowhere, whatever the environment says.
  std::string key_log;
};

/// Whose certificates are believed.
struct trust_options {
  std::string authorities; ///< a PEM file; empty: those of the system
  /// A PEM file of revocation lists. If there is one, each certificate of a
  /// chain needs a list that is valid.
  std::string revoked;
  std::size_t depth = 8; ///< certificates between the authority and the peer
};

enum class client_proof : std::uint8_t {
  none,
  wished,   ///< whoever shows a certificate must show a good one
  demanded, ///< and everybody must
};

struct server_options {
  protocol_options protocol;
  client_proof clients = client_proof::none;
  trust_options trust; ///< of clients; its authorities are to be named
  /// Tickets that a client of TLS 1.3 is given to resume with; 0: nobody
  /// resumes.
  std::size_t tickets = 2;
  /// How long they may be used.
  std::chrono::seconds ticket_life = std::chrono::hours{12};
  /// Sessions that are remembered, for clients of TLS 1.2 without tickets.
  std::size_t remembered = 20'000;
  /// Octets that a client who resumes may send before anybody knows that they
  /// are no replay (RFC 8446 section 2.3); 0: none. If there are any, sessions
  /// of TLS 1.3 are remembered, too, and each is resumed once.
  std::uint32_t early_data = 0;
};

struct client_options {
  protocol_options protocol;
  /// False: anybody may be there, which protects from nothing but listeners.
  bool verify = true;
  trust_options trust;
  /// Other names that the server's certificate may have.
  std::vector<std::string> also_named;
};

} // namespace troupe::runtime::tls
