#pragma once

#include "codecs/fields/map.hpp"
#include "codecs/fields/name_set.hpp"

namespace troupe::codecs::http {

/// Says which fields end at this hop (RFC 9110 section 7.6.1): Connection,
/// HTTP2-Settings, Keep-Alive, Proxy-Connection, TE, Transfer-Encoding and
/// Upgrade, and those that Connection names.
///
/// Connection cannot name away what the next hop must know to understand the
/// message as we do: Host and Content-Length, credentials and cookies, dates,
/// caching, conditions and ranges, what describes the content, and whom it was
/// forwarded for. A client that could would have us drop what another hop
/// relies on, and no honest sender names them. (Proxy-Authenticate and
/// Proxy-Authorization stay, too, unless Connection names them: this proxy
/// consumes neither.)
class hop_by_hop {
public:
  /// Borrowed: the map outlives this, and does not change.
  explicit hop_by_hop(const fields::map& all) noexcept;

  bool operator()(const fields::field& x) const noexcept {
    return ending_.has(x.id) || (names_others_ && is_named(x));
  }

private:
  bool is_named(const fields::field& x) const noexcept;

  const fields::map* all_;
  fields::name_set ending_;
  bool names_others_ = false;
};

/// May not stand in a trailer section (RFC 9110 section 6.5.1): framing,
/// routing, authentication, content fields. They are dropped.
bool forbidden_in_trailers(const fields::field& x) noexcept;

} // namespace troupe::codecs::http
