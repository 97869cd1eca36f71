#pragma once

#include "codecs/fields/name.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace troupe::actors {

/// What a template may speak of.
enum class variable_kind : std::uint8_t {
  client_address, ///< without port; empty over a Unix-domain socket
  client_port,
  client_subject, ///< of its certificate, as are those that follow
  client_issuer,
  client_serial,
  client_fingerprint,
  client_names, ///< with commas in between
  tls_version,
  tls_cipher,
  tls_server_name,
  request_method,
  request_scheme,
  request_host,   ///< the authority, with its port if it has one
  request_target, ///< as it came, with the query
  request_path,
  request_query, ///< without the question mark
  request_id,
  request_header, ///< the first of a name
  upstream_address,
  response_status,
  response_header,
};

/// What a template asks for. Borrowed: valid during the call.
struct variable {
  variable_kind kind;
  std::string_view header; ///< for header kinds: its name
  codecs::fields::name header_id = codecs::fields::name::other;
};

/// Where templates get their values from: whoever has the exchange at hand.
class variables {
public:
  /// Nothing if there is none, which a template writes as nothing. Borrowed
  /// from this: valid until the next call, so that one scratch buffer is
  /// enough for what must be spelled first.
  virtual std::optional<std::string_view> find(const variable& x) const = 0;

protected:
  ~variables() = default;
};

} // namespace troupe::actors
