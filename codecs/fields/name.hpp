#pragma once

#include <cstdint>
#include <string_view>

namespace troupe::codecs::fields {

/// The field names that somebody asks for by number, or that nearly every
/// message has, for these need no look at each octet. Everything else is
/// `other` and compared as text.
enum class name : std::uint8_t {
  other,
  accept,
  accept_encoding,
  accept_language,
  accept_ranges,
  access_control_allow_credentials,
  access_control_allow_headers,
  access_control_allow_methods,
  access_control_allow_origin,
  access_control_expose_headers,
  access_control_max_age,
  access_control_request_headers,
  access_control_request_method,
  age,
  allow,
  authorization,
  cache_control,
  connection,
  content_disposition,
  content_encoding,
  content_language,
  content_length,
  content_location,
  content_range,
  content_security_policy,
  content_type,
  cookie,
  date,
  etag,
  expect,
  expires,
  forwarded,
  host,
  http2_settings,
  if_match,
  if_modified_since,
  if_none_match,
  if_range,
  if_unmodified_since,
  keep_alive,
  last_modified,
  link,
  location,
  max_forwards,
  origin,
  permissions_policy,
  pragma,
  priority,
  proxy_authenticate,
  proxy_authorization,
  proxy_connection,
  proxy_status,
  range,
  referer,
  referrer_policy,
  retry_after,
  sec_fetch_dest,
  sec_fetch_mode,
  sec_fetch_site,
  sec_fetch_user,
  sec_websocket_accept,
  sec_websocket_extensions,
  sec_websocket_key,
  sec_websocket_protocol,
  sec_websocket_version,
  server,
  set_cookie,
  strict_transport_security,
  te,
  traceparent,
  tracestate,
  trailer,
  transfer_encoding,
  upgrade,
  upgrade_insecure_requests,
  user_agent,
  vary,
  via,
  www_authenticate,
  x_content_type_options,
  x_forwarded_for,
  x_forwarded_host,
  x_forwarded_proto,
  x_frame_options,
  x_real_ip,
  x_request_id,
  last_, ///< not a name: how many there are
};

/// The number of a name, whatever its case, or `other`.
name find_name(std::string_view text) noexcept;

/// The spelling of the RFCs ("Content-Length"); empty for `other`.
std::string_view to_string(name x) noexcept;

/// That in lower case, as HTTP/2 has it.
std::string_view lower_case(name x) noexcept;

/// Field names compare without regard to ASCII case (RFC 9110 section 5.1).
bool same_name(std::string_view a, std::string_view b) noexcept;

} // namespace troupe::codecs::fields
