#pragma once

#include "actors/rewrite/text_template.hpp"
#include "actors/rewrite/variables.hpp"

#include "runtime/text/pattern.hpp"

#include "codecs/base/result.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace troupe::actors {

/// Another path for some requests. What it makes begins with one slash and
/// holds what a request-target may hold; the query is not its business.
class path_rewrite {
public:
  /// A template that is put in many places could make a path of any length:
  /// behind so many octets nothing more is put, and what is longer is not to be
  /// used. A request line has 8 KiB, if nothing else is said.
  static constexpr std::size_t most_octets = 65536;

  /// "/api/users" without "/api" is "/users". Prefixes end where a segment
  /// ends: "/apis" does not begin with "/api". They begin with a slash.
  static codecs::result<path_rewrite, std::string>
  strip_prefix(std::string_view prefix);
  /// The same with another prefix in its place.
  static codecs::result<path_rewrite, std::string>
  replace_prefix(std::string_view prefix, std::string_view with);
  /// Whatever matches, each time, becomes what the template makes of its
  /// groups: "^/user/([0-9]+)" and "/u/${1}".
  static codecs::result<path_rewrite, std::string>
  replace_pattern(std::string_view pattern, std::string_view with);

  /// Appends the new path, or does nothing and returns false if the path is
  /// none of those. `scratch` is overwritten.
  bool apply(std::string& out, std::string_view path, const variables& values,
             std::string& scratch) const;

private:
  path_rewrite() = default;

  bool apply_prefix(std::string& out, std::string_view path) const;

  std::string prefix_; // without the slash at its end
  std::string prefix_with_;
  std::optional<runtime::text::pattern> pattern_; // or else the prefix
  text_template pattern_with_;
};

} // namespace troupe::actors
