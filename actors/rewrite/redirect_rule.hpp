#pragma once

#include "actors/rewrite/text_template.hpp"
#include "actors/rewrite/variables.hpp"

#include "runtime/text/pattern.hpp"

#include "codecs/base/result.hpp"
#include "codecs/http/status.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace troupe::actors {

struct redirect_options {
  /// 301 and 308 for ever, 302 and 307 for now; with 307 and 308 the method
  /// stays, 303 asks for a GET (RFC 9110 section 15.4).
  codecs::http::status status = 302;
  std::string pattern; ///< of the path; empty: all of them
  std::string to;      ///< a template; the pattern's groups are ${1} and so on
  /// Appends the request's query, unless the new place has one.
  bool keep_query = true;
};

/// Sends some requests elsewhere.
class redirect_rule {
public:
  /// The error is a sentence for the operator.
  static codecs::result<redirect_rule, std::string>
  make(const redirect_options& x);

  codecs::http::status status() const noexcept { return status_; }

  /// Appends the value of Location, or does nothing and returns false if the
  /// path does not match. It holds what a URI may hold and nothing else; and a
  /// place on this site, a template that begins with a slash, does not become
  /// one elsewhere, whatever the request says. `scratch` is overwritten.
  bool apply(std::string& location, std::string_view path,
             std::string_view query, const variables& values,
             std::string& scratch) const;

private:
  redirect_rule() = default;

  codecs::http::status status_ = 302;
  bool keep_query_ = true;
  bool stays_here_ = false;
  std::optional<runtime::text::pattern> pattern_;
  text_template to_;
};

} // namespace troupe::actors
