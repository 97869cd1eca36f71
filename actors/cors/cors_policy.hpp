#pragma once

#include "codecs/fields/map.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::actors {

struct cors_options {
  /// "https://a.example" (with the port if it is not the scheme's own),
  /// "https://*.a.example" for all hosts below, "*" for any, "null" for
  /// documents without an origin.
  std::vector<std::string> origins;
  /// What may be asked with, besides GET, HEAD and POST; "*" for any.
  std::vector<std::string> methods;
  /// Request fields that may be sent, besides those that always may; "*" for
  /// any.
  std::vector<std::string> headers;
  /// Response fields that scripts may read, besides those that they always may.
  std::vector<std::string> exposed;
  bool credentials = false;
  /// How long a browser may remember the answer to a preflight; without it,
  /// five seconds.
  std::optional<std::chrono::seconds> max_age;
  /// Pages of public networks may ask us in a private one (Private Network
  /// Access).
  bool private_network = false;
};

/// The first thing wrong with the options, or nothing. "*" with credentials is:
/// a browser would refuse it, and to name each origin instead would let every
/// site act for whoever is logged in here.
std::optional<std::string> problem_with(const cors_options& x);

enum class cors_kind : std::uint8_t {
  none,      ///< not a CORS request
  preflight, ///< to be answered at once, with 204 and the fields
  actual,    ///< to be passed on; the fields go into its response
};

struct cors_decision {
  cors_kind kind = cors_kind::none;
  /// May the origin read the response, or do what it asks for in a preflight?
  /// If not, there is no field that says so, and the browser does the rest.
  bool allowed = true;
};

/// The Fetch standard's CORS protocol (section 3.2), from the server's end. It
/// decides nothing about who may act: a request from elsewhere is only kept
/// from reading the response. For any number of threads.
class cors_policy {
public:
  /// The options have no problem.
  explicit cors_policy(const cors_options& options);

  /// Appends to `out` what the response says: to all of them Vary, if the
  /// answer depends on the origin, lest a cache give one origin's to another.
  cors_decision decide(std::string_view method,
                       const codecs::fields::map& request,
                       codecs::fields::map& out) const;

private:
  struct wildcard {
    std::string before; // "https://"
    std::string after;  // ".a.example:8443"
  };

  bool knows(std::string_view origin) const noexcept;
  bool allows_method(std::string_view method) const noexcept;
  bool allows_headers(const codecs::fields::map& request) const;
  void append_origin(std::string_view origin, codecs::fields::map& out) const;
  void append_permissions(const codecs::fields::map& request,
                          codecs::fields::map& out) const;

  bool any_origin_ = false;
  bool any_method_ = false;
  bool any_header_ = false;
  bool credentials_;
  bool private_network_;
  std::vector<std::string> origins_; // in lower case
  std::vector<wildcard> wildcards_;
  std::vector<std::string> methods_;
  std::vector<std::string> headers_;
  std::string methods_value_;
  std::string headers_value_;
  std::string exposed_value_;
  std::string max_age_value_; // empty: not said
};

} // namespace troupe::actors
