#include "actors/rewrite/path_rewrite.hpp"

#include "actors/rewrite/target_text.hpp"

#include <utility>

namespace troupe::actors {

using std::string;
using std::string_view;

codecs::result<path_rewrite, string>
path_rewrite::strip_prefix(string_view prefix) {
  return replace_prefix(prefix, "/");
}

codecs::result<path_rewrite, string>
path_rewrite::replace_prefix(string_view prefix, string_view with) {
  for (auto x : {prefix, with})
    if (!x.starts_with('/'))
      return "'" + string{x} + "' does not begin with a slash";
  auto result = path_rewrite{};
  for (auto* x : {&prefix, &with})
    while (x->ends_with('/'))
      x->remove_suffix(1);
  result.prefix_ = prefix;
  result.prefix_with_ = with;
  return result;
}

codecs::result<path_rewrite, string>
path_rewrite::replace_pattern(string_view pattern, string_view with) {
  auto compiled = runtime::text::pattern::compile(pattern);
  if (!compiled)
    return compiled.error();
  auto text = text_template::parse(
    with, {.has_match = true, .groups = compiled->group_count()});
  if (!text)
    return text.error();
  auto result = path_rewrite{};
  result.pattern_ = *compiled;
  result.pattern_with_ = *std::move(text);
  return result;
}

bool path_rewrite::apply(string& out, string_view path, const variables& values,
                         string& scratch) const {
  scratch.clear();
  if (!pattern_) {
    if (!apply_prefix(scratch, path))
      return false;
  } else {
    auto put = [&](string& to, auto& groups) {
      if (to.size() <= most_octets)
        pattern_with_.append_to(to, values, groups);
    };
    if (pattern_->replace_all(scratch, path, put) == 0)
      return false;
  }
  append_path_text(out, scratch);
  return true;
}

bool path_rewrite::apply_prefix(string& out, string_view path) const {
  if (!path.starts_with(prefix_))
    return false;
  const auto rest = path.substr(prefix_.size());
  if (!rest.empty() && !rest.starts_with('/'))
    return false;
  out.append(prefix_with_).append(rest);
  return true;
}

} // namespace troupe::actors
