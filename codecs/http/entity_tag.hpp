#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace troupe::codecs::http {

/// Tells one state of a resource from the others (RFC 9110 section 8.8.3).
/// Borrowed: a view of the text that was read.
struct entity_tag {
  bool weak = false;
  std::string_view text; ///< with its quotation marks
};

/// RFC 9110 section 8.8.3.2: both are strong, and the same octets.
constexpr bool match_strongly(const entity_tag& a,
                              const entity_tag& b) noexcept {
  return !a.weak && !b.weak && a.text == b.text;
}
/// The same octets.
constexpr bool match_weakly(const entity_tag& a, const entity_tag& b) noexcept {
  return a.text == b.text;
}

/// Takes an entity tag off the front of `text`. Nothing, and `text` stays, if
/// there is none.
std::optional<entity_tag> take_entity_tag(std::string_view& text) noexcept;

/// The whole text is one entity tag.
std::optional<entity_tag> parse_entity_tag(std::string_view text) noexcept;

/// Calls `f(tag)` for each of a list (RFC 9110 section 13.1.1), and stops where
/// the list is none: commas are allowed within tags, so that nobody knows where
/// the next would begin.
template <class F>
void for_each_entity_tag(std::string_view list, F&& f) {
  for (;;) {
    auto next = list.find_first_not_of(" \t,");
    if (next == list.npos)
      return;
    list.remove_prefix(next);
    auto tag = take_entity_tag(list);
    if (!tag)
      return;
    f(*tag);
    if (auto behind = list.find_first_not_of(" \t");
        behind != list.npos && list[behind] != ',')
      return;
  }
}

} // namespace troupe::codecs::http
