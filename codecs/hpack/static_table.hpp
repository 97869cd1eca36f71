#pragma once

#include "codecs/fields/name.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace troupe::codecs::hpack {

struct static_entry {
  std::string_view name;
  std::string_view value;
  fields::name id = fields::name::other;
};

/// RFC 7541 appendix A: what both sides know from the start. The first has
/// index 1.
inline constexpr auto static_table = std::array<static_entry, 61>{{
  {":authority", ""},
  {":method", "GET"},
  {":method", "POST"},
  {":path", "/"},
  {":path", "/index.html"},
  {":scheme", "http"},
  {":scheme", "https"},
  {":status", "200"},
  {":status", "204"},
  {":status", "206"},
  {":status", "304"},
  {":status", "400"},
  {":status", "404"},
  {":status", "500"},
  {"accept-charset", ""},
  {"accept-encoding", "gzip, deflate", fields::name::accept_encoding},
  {"accept-language", "", fields::name::accept_language},
  {"accept-ranges", "", fields::name::accept_ranges},
  {"accept", "", fields::name::accept},
  {"access-control-allow-origin", "",
   fields::name::access_control_allow_origin},
  {"age", "", fields::name::age},
  {"allow", "", fields::name::allow},
  {"authorization", "", fields::name::authorization},
  {"cache-control", "", fields::name::cache_control},
  {"content-disposition", "", fields::name::content_disposition},
  {"content-encoding", "", fields::name::content_encoding},
  {"content-language", "", fields::name::content_language},
  {"content-length", "", fields::name::content_length},
  {"content-location", "", fields::name::content_location},
  {"content-range", "", fields::name::content_range},
  {"content-type", "", fields::name::content_type},
  {"cookie", "", fields::name::cookie},
  {"date", "", fields::name::date},
  {"etag", "", fields::name::etag},
  {"expect", "", fields::name::expect},
  {"expires", "", fields::name::expires},
  {"from", ""},
  {"host", "", fields::name::host},
  {"if-match", "", fields::name::if_match},
  {"if-modified-since", "", fields::name::if_modified_since},
  {"if-none-match", "", fields::name::if_none_match},
  {"if-range", "", fields::name::if_range},
  {"if-unmodified-since", "", fields::name::if_unmodified_since},
  {"last-modified", "", fields::name::last_modified},
  {"link", "", fields::name::link},
  {"location", "", fields::name::location},
  {"max-forwards", "", fields::name::max_forwards},
  {"proxy-authenticate", "", fields::name::proxy_authenticate},
  {"proxy-authorization", "", fields::name::proxy_authorization},
  {"range", "", fields::name::range},
  {"referer", "", fields::name::referer},
  {"refresh", ""},
  {"retry-after", "", fields::name::retry_after},
  {"server", "", fields::name::server},
  {"set-cookie", "", fields::name::set_cookie},
  {"strict-transport-security", "", fields::name::strict_transport_security},
  {"transfer-encoding", "", fields::name::transfer_encoding},
  {"user-agent", "", fields::name::user_agent},
  {"vary", "", fields::name::vary},
  {"via", "", fields::name::via},
  {"www-authenticate", "", fields::name::www_authenticate},
}};

/// Of the first that is not of the static table.
inline constexpr auto first_dynamic = static_table.size() + 1;

namespace detail {

constexpr auto make_static_indices() {
  std::array<std::uint8_t, static_cast<std::size_t>(fields::name::last_)>
    indices{};
  for (std::size_t i = 0; i < static_table.size(); ++i)
    if (auto id = static_table[i].id; id != fields::name::other)
      indices[static_cast<std::size_t>(id)] = static_cast<std::uint8_t>(i + 1);
  return indices;
}

inline constexpr auto static_indices = make_static_indices();

} // namespace detail

/// Of the entry with that name; 0 if there is none.
constexpr std::size_t static_index(fields::name x) noexcept {
  return detail::static_indices[static_cast<std::size_t>(x)];
}

} // namespace troupe::codecs::hpack
