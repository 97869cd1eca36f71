#include "codecs/http/hop_by_hop.hpp"

#include "codecs/fields/list.hpp"

namespace troupe::codecs::http {

namespace {

using fields::name;
using fields::name_set;

constexpr auto always_ending
  = name_set{name::connection, name::http2_settings,
             name::keep_alive, name::proxy_connection,
             name::te,         name::transfer_encoding,
             name::upgrade};

// What Connection may name of those that have a number.
constexpr auto may_be_named = name_set{name::accept,
                                       name::accept_encoding,
                                       name::accept_language,
                                       name::accept_ranges,
                                       name::access_control_request_headers,
                                       name::access_control_request_method,
                                       name::allow,
                                       name::link,
                                       name::origin,
                                       name::pragma,
                                       name::priority,
                                       name::proxy_authenticate,
                                       name::proxy_authorization,
                                       name::proxy_status,
                                       name::referer,
                                       name::retry_after,
                                       name::sec_fetch_dest,
                                       name::sec_fetch_mode,
                                       name::sec_fetch_site,
                                       name::sec_fetch_user,
                                       name::sec_websocket_accept,
                                       name::sec_websocket_extensions,
                                       name::sec_websocket_key,
                                       name::sec_websocket_protocol,
                                       name::sec_websocket_version,
                                       name::server,
                                       name::traceparent,
                                       name::tracestate,
                                       name::trailer,
                                       name::upgrade_insecure_requests,
                                       name::user_agent,
                                       name::x_request_id};

constexpr auto never_in_trailers
  = always_ending
    | name_set{name::accept,
               name::accept_encoding,
               name::accept_language,
               name::access_control_allow_credentials,
               name::access_control_allow_headers,
               name::access_control_allow_methods,
               name::access_control_allow_origin,
               name::age,
               name::authorization,
               name::cache_control,
               name::content_disposition,
               name::content_encoding,
               name::content_language,
               name::content_length,
               name::content_location,
               name::content_range,
               name::content_security_policy,
               name::content_type,
               name::cookie,
               name::date,
               name::expect,
               name::expires,
               name::forwarded,
               name::host,
               name::if_match,
               name::if_modified_since,
               name::if_none_match,
               name::if_range,
               name::if_unmodified_since,
               name::location,
               name::max_forwards,
               name::origin,
               name::pragma,
               name::proxy_authenticate,
               name::proxy_authorization,
               name::range,
               name::referer,
               name::retry_after,
               name::sec_websocket_accept,
               name::sec_websocket_extensions,
               name::sec_websocket_key,
               name::sec_websocket_protocol,
               name::sec_websocket_version,
               name::set_cookie,
               name::strict_transport_security,
               name::trailer,
               name::user_agent,
               name::vary,
               name::via,
               name::www_authenticate,
               name::x_forwarded_for,
               name::x_forwarded_host,
               name::x_forwarded_proto,
               name::x_real_ip};

} // namespace

hop_by_hop::hop_by_hop(const fields::map& all) noexcept
  : all_(&all), ending_(always_ending) {
  fields::for_each_element(all, name::connection, [this](auto element) {
    auto id = fields::find_name(element);
    if (may_be_named.has(id))
      ending_.add(id);
    else if (id == name::other
             && !same_text(element, "close")) // an option that is no field
      names_others_ = true;
  });
}

bool hop_by_hop::is_named(const fields::field& x) const noexcept {
  return x.id == name::other
         && fields::has_element(*all_, name::connection, x.name);
}

bool forbidden_in_trailers(const fields::field& x) noexcept {
  return never_in_trailers.has(x.id);
}

} // namespace troupe::codecs::http
