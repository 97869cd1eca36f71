#pragma once

#include "actors/base/http_versions.hpp"
#include "actors/health/check_schedule.hpp"
#include "actors/health/health_ledger.hpp"
#include "actors/tls/upstream_tls.hpp"

#include "runtime/net/connect.hpp"
#include "runtime/text/pattern.hpp"

#include "codecs/http/status.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::actors {

enum class check_kind : std::uint8_t {
  tcp,  ///< it accepts a connection
  http, ///< it answers a request as expected
};

/// Final statuses, both ends included.
struct expected_statuses {
  codecs::http::status first = 0;
  codecs::http::status last = 0;

  friend bool operator==(const expected_statuses&, const expected_statuses&)
    = default;
};

struct check_field {
  std::string name;
  std::string value;

  friend bool operator==(const check_field&, const check_field&) = default;
};

/// A request without a body, and what the response has to be like.
struct http_check_options {
  std::string method = "GET";
  std::string path = "/"; ///< the request's target, with a query if need be
  std::string host;       ///< empty: the backend's own name
  std::vector<check_field> fields;
  /// Precedents: HAProxy, nginx and Traefik 200 to 399, Envoy and Pingora 200.
  std::vector<expected_statuses> expect{{200, 399}};
  std::string body; ///< is somewhere in the response's body; empty: anything is
  std::optional<runtime::text::pattern> body_matches; ///< some part of it
  /// Octets of a body that are looked at; the rest is not read.
  std::size_t max_body = 65536;
};

/// How checks call themselves, unless their fields do.
inline constexpr std::string_view check_user_agent = "troupe-health-check";
bool names_itself(const http_check_options& x) noexcept;

/// How the backends of an upstream are checked.
struct check_options {
  check_kind kind = check_kind::tcp;
  check_timing timing;
  health_thresholds thresholds;
  /// Checks of one upstream that are under way at a time; others wait in turn.
  std::size_t parallel = 16;
  runtime::net::connect_options socket;
  http_check_options http; ///< for that kind
  /// Checks are encrypted like that; nullptr: they are not.
  std::shared_ptr<const upstream_tls> tls = nullptr;
  /// What http checks speak: a proxy makes it what requests do. Over TLS the
  /// backend chooses among what `tls` offers; else it is one of the two.
  http_versions speaks{.h1 = true, .h2 = false};
};

/// The first thing wrong with the options, or nothing.
std::optional<std::string> problem_with(const http_check_options& x);
std::optional<std::string> problem_with(const check_options& x);

} // namespace troupe::actors
