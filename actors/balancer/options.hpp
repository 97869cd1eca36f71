#pragma once

#include "actors/balancer/balancing_key.hpp"
#include "actors/balancer/balancing_options.hpp"
#include "actors/balancer/eligibility.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace troupe::actors {

/// Clients come back to the backend that served them, led by a cookie, as long
/// as it may be asked.
struct sticky_options {
  std::string cookie = "troupe_backend";
  /// Of the cookie. Zero: as long as the browser's session.
  std::chrono::seconds max_age{0};
  /// What names backends in cookies is made with it: processes with the same
  /// secret agree. Empty: one that is drawn at the start.
  std::string secret;
};

/// How an upstream chooses among its backends.
struct balance_options {
  balancing_options policy;
  balancing_key key; ///< for policies that hash, but for ip_hash
  eligibility_options eligibility;
  std::optional<sticky_options> sticky;
};

/// Does the policy go by a key?
bool hashes(balancing x) noexcept;

/// The first thing wrong with the options, or nothing.
std::optional<std::string> problem_with(const balance_options& x);

} // namespace troupe::actors
