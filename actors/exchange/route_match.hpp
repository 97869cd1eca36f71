#pragma once

#include "codecs/fields/map.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace troupe::actors {

/// A request as far as routes are concerned. Borrowed.
struct route_question {
  std::string_view authority; ///< as in Host, the port is ignored
  std::string_view path;      ///< without query
  std::string_view query = {};
  std::string_view method = {};
  const codecs::fields::map* fields = nullptr; ///< nullptr: none
  std::string_view server_name = {}; ///< that TLS was asked for; empty: none
};

/// Which requests a route takes. What is empty matches all.
struct route_match {
  /// A name that must be there; with that value, if there is one.
  using named_value = std::pair<std::string, std::optional<std::string>>;

  /// In any case, without port; "*.example.com" for everything below it.
  std::string host;
  /// A prefix that ends where a segment ends: "/a" matches /a, /a/b, not /ab.
  std::string path = "/";
  bool whole_path = false; ///< `path` is no prefix
  /// Instead of `path`: a regular expression (RE2) that some part of the path
  /// matches; ^ and $ tie it to the ends.
  std::string pattern;
  std::vector<std::string> methods;
  std::vector<named_value> fields;
  std::vector<named_value> query; ///< parameters, compared as they are written
  /// That the client's connection was made to (SNI), written as `host`. A
  /// request may ask for another host than that.
  std::string server_name;

  /// All but host and path.
  std::size_t conditions() const noexcept {
    return (methods.empty() ? 0 : 1) + (server_name.empty() ? 0 : 1)
           + fields.size() + query.size();
  }

  friend bool operator==(const route_match&, const route_match&) = default;
};

/// Is `host`, without port, what `pattern` says, in any case? Patterns with a
/// wildcard begin with the dot behind it: ".example.com".
bool matches_host(std::string_view pattern, std::string_view host) noexcept;

/// Do method, fields, query and the server's name match? Host and path are the
/// table's to compare.
bool meets_conditions(const route_match& x, const route_question& of) noexcept;

} // namespace troupe::actors
