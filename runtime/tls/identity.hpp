#pragma once

#include "runtime/tls/certificate.hpp"

#include "codecs/base/result.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct ssl_ctx_st;
struct ssl_st;

namespace troupe::runtime::tls {

enum class key_kind : std::uint8_t { rsa, ecdsa, other };

/// A certificate, those that lead to its issuer, and the private key: how one
/// side of a connection proves who it is. Does not change once it is made, and
/// may be shared by threads.
class identity {
public:
  /// Octets of a file at most.
  static constexpr std::size_t max_file = 1024 * 1024;

  /// From PEM: the own certificate first, then the chain; other things that the
  /// text has are passed over, so that key and certificates may be in one. The
  /// staple is what an OCSP responder has answered (DER). The error is a
  /// sentence, without a word of the key.
  static codecs::result<identity, std::string>
  from_pem(std::string_view certificates, std::string_view key,
           std::string_view staple = {});

  /// The same certificate, with the same staple.
  bool operator==(const identity& other) const noexcept;

  const certificate_facts& facts() const noexcept;
  key_kind kind() const noexcept;

  /// For all connections of a context, or for one. False if they may not have
  /// it: its key is too weak for what they demand. take_error_text() says so.
  bool install(ssl_ctx_st& context) const noexcept;
  bool install(ssl_st& connection) const noexcept;

  /// Is that its certificate?
  bool shows(const x509_st* certificate) const noexcept;
  /// Hands the answer of its issuer, that it is not revoked, to a client that
  /// asks (OCSP stapling, RFC 6066 section 8). False if there is none.
  bool staple(ssl_st& connection) const noexcept;

private:
  struct data;

  explicit identity(std::shared_ptr<const data> x) noexcept
    : data_(std::move(x)) {}

  std::shared_ptr<const data> data_;
};

/// Where an identity is kept.
struct identity_files {
  std::string certificate;
  std::string key;    ///< may be the same file
  std::string staple; ///< empty: none

  bool operator==(const identity_files&) const = default;
};

/// The error names the file that is wrong.
codecs::result<identity, std::string> read_identity(const identity_files& from);

/// Says that others than the owner and the group may read the key, if so.
std::optional<std::string> exposure_of(const identity_files& x);

} // namespace troupe::runtime::tls
