#pragma once

#include "actors/rewrite/text_template.hpp"
#include "actors/rewrite/variables.hpp"

#include "runtime/text/pattern.hpp"

#include "codecs/fields/map.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace troupe::actors {

enum class field_action : std::uint8_t {
  set,           ///< all lines of the name become one
  append,        ///< a line more
  set_if_absent, ///< a line, unless there is one
  remove,        ///< all lines of the name
  rename,        ///< all lines of the name get another, at the end
  replace,       ///< within each line of the name, whatever matches
};

/// One thing that is done to the fields of a message, as it is configured.
struct field_rule {
  field_action what = field_action::set;
  std::string name;
  /// A template; of `rename` the new name, of `remove` nothing.
  std::string value;
  std::string pattern; ///< of `replace` only; its groups are ${1} and so on
};

/// What is done to the fields of each request, or of each response, in order:
/// a rule sees what those before it have made.
///
/// Rules may not touch the fields that frame messages or belong to a connection
/// (Content-Length, Transfer-Encoding, Connection and their like), whose
/// meaning has been taken already.
class field_rules {
public:
  /// Appends a rule. Returns what is wrong with it, a sentence for the
  /// operator, or nothing. Of the scope, groups are of no account.
  std::optional<std::string> add(const field_rule& x,
                                 const template_scope& scope = {});

  bool empty() const noexcept { return rules_.empty(); }

  /// Values that are not valid in a field (control octets, CR, LF and NUL above
  /// all: RFC 9110 section 5.5) are refused: those lines stay as they were.
  /// Returns how many were. `all` owns what is new; `scratch` is overwritten,
  /// and keeps its capacity for the next time.
  std::size_t apply(codecs::fields::map& all, const variables& values,
                    std::string& scratch) const;

private:
  struct rule {
    field_action what;
    std::string name;
    std::string new_name; // of rename
    text_template value;
    std::optional<runtime::text::pattern> pattern;
  };

  static std::size_t apply(const rule& x, codecs::fields::map& all,
                           const variables& values, std::string& scratch);

  std::vector<rule> rules_;
};

} // namespace troupe::actors
