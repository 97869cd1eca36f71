#pragma once

#include "codecs/fields/map.hpp"

namespace troupe::codecs::http {

/// Says which fields end at this hop (RFC 9110 section 7.6.1): the well-known
/// ones, and those that Connection names. Content-Length, Host and other fields
/// that carry meaning end-to-end are not removed at Connection's wish.
class hop_by_hop {
public:
  explicit hop_by_hop(const fields::map& all) noexcept;

  bool operator()(const fields::field& x) const noexcept;
};

/// May not stand in a trailer section (RFC 9110 section 6.5.1): framing,
/// routing, authentication, content fields. They are dropped.
bool forbidden_in_trailers(const fields::field& x) noexcept;

} // namespace troupe::codecs::http
