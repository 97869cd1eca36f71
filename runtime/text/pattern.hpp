#pragma once

#include "codecs/base/result.hpp"

#include <array>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace re2 {
class RE2;
}

namespace troupe::runtime::text {

struct pattern_options {
  bool ignore_case = false;
};

/// A regular expression that a user wrote, in RE2's dialect: no look-around and
/// no back-references, and so it takes time in proportion to the text, whatever
/// the text is. It reads octets, not characters: "." is any of them but a line
/// feed.
///
/// A value that is cheap to copy; for any number of threads.
class pattern {
public:
  /// Groups in parentheses that a pattern may have.
  static constexpr std::size_t max_groups = 15;

  /// What matched, and then its groups; one that took no part is empty.
  /// Borrowed from the text.
  using groups = std::array<std::string_view, max_groups + 1>;

  /// The error is a sentence for the operator.
  static codecs::result<pattern, std::string>
  compile(std::string_view expression, const pattern_options& options = {});

  const std::string& expression() const noexcept;
  std::size_t group_count() const noexcept;

  /// Does some part of the text match? ^ and $ tie it to the ends.
  bool matches(std::string_view text) const;
  /// The first match that begins at `from` or behind.
  bool find(std::string_view text, std::size_t from, groups& found) const;

  /// Appends the text to `out`, but calls put(out, groups) in the place of each
  /// match. Returns how many there were.
  template <class Put>
  std::size_t replace_all(std::string& out, std::string_view text,
                          Put&& put) const {
    auto found = groups{};
    std::size_t count = 0;
    std::size_t done = 0; // octets of the text that were appended
    for (std::size_t from = 0; from <= text.size() && find(text, from, found);
         ++count) {
      auto at = static_cast<std::size_t>(found[0].data() - text.data());
      out.append(text.substr(done, at - done));
      put(out, std::as_const(found));
      done = at + found[0].size();
      // After an empty match goes on behind the next octet.
      from = found[0].empty() ? done + 1 : done;
    }
    out.append(text.substr(done));
    return count;
  }

private:
  explicit pattern(std::shared_ptr<const re2::RE2> compiled);

  std::shared_ptr<const re2::RE2> compiled_;
};

} // namespace troupe::runtime::text
