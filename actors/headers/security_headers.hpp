#pragma once

#include "codecs/fields/map.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace troupe::actors {

/// HTTP Strict Transport Security (RFC 6797).
struct hsts_options {
  std::chrono::seconds max_age = std::chrono::hours{24 * 365};
  bool include_subdomains = false;
  /// Asks to be on the list that browsers ship; hard to undo. The list wants a
  /// year at least, and subdomains.
  bool preload = false;
};

/// What responses ask of browsers. An empty text says nothing. The defaults
/// break no page that does not frame others or get framed by them.
struct security_header_options {
  std::optional<hsts_options> hsts; ///< only where all of a host speaks TLS
  bool nosniff = true;
  std::string frame_options = "SAMEORIGIN"; ///< or DENY
  std::string referrer_policy = "strict-origin-when-cross-origin";
  std::string content_security_policy;
  std::string permissions_policy;
  std::string cross_origin_opener_policy = "same-origin";
  std::string cross_origin_embedder_policy;
  std::string cross_origin_resource_policy;
  /// Replaces what the origin says; otherwise, the origin knows better.
  bool override_origin = false;
};

/// The first thing wrong with the options, or nothing.
std::optional<std::string> problem_with(const security_header_options& x);

/// Fields that are the same in each response, spelled once.
class security_headers {
public:
  /// The options have no problem.
  explicit security_headers(const security_header_options& options);

  /// `secure`: the client spoke TLS; without it, HSTS is not said (RFC 6797
  /// section 7.2).
  void apply(codecs::fields::map& response, bool secure) const;

private:
  std::vector<std::pair<std::string, std::string>> fields_;
  std::string hsts_; // empty: not said
  bool override_;
};

} // namespace troupe::actors
