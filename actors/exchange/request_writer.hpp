#pragma once

#include "actors/exchange/options.hpp"

#include "codecs/http1/head.hpp"
#include "codecs/http1/request_outline.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace troupe::runtime::tls {

class channel;

} // namespace troupe::runtime::tls

namespace troupe::actors {

/// Who asks, for X-Forwarded-For and its kin.
struct client_info {
  std::string_view address; ///< without port; "unix:" for a Unix-domain socket
  std::string_view scheme = "http";
  /// Its connection, which tells what was agreed on; nullptr: it is not
  /// encrypted. Borrowed from the connection.
  const runtime::tls::channel* tls = nullptr;
  /// The request may be a replay, and the backend is told (RFC 8470).
  bool early = false;
};

/// Where the value of Host stands in a head that was written, so that another
/// backend's can take its place.
struct host_slot {
  std::size_t at = 0;
  std::size_t size = 0;
};

/// Writes the head that an origin gets for a request: target in origin form,
/// one Host, no hop-by-hop fields, forwarding fields by policy. `host`, if any,
/// is what Host says whatever the policy. `outline`, if any, is clear, and the
/// text begins with the head; it stays clear for a request that HTTP/2 has to
/// make another one of.
host_slot
write_upstream_head(std::string& out, const codecs::http1::request_head& head,
                    const exchange_options& options, const client_info& client,
                    std::string_view backend, std::string_view host = {},
                    codecs::http1::request_outline* outline = nullptr);

/// Does this request ask for a protocol that we would tunnel? Not for HTTP/2
/// and not for TLS: those upgrades concern one hop, ours, and letting them
/// through would let requests past us unseen.
bool asks_for_tunnel(const codecs::http1::request_head& head) noexcept;

} // namespace troupe::actors
