#include "actors/rewrite/redirect_rule.hpp"

#include "actors/rewrite/target_text.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace troupe::actors {

namespace {

using runtime::text::pattern;
using std::string;
using std::string_view;

constexpr auto redirections
  = std::array<codecs::http::status, 5>{301, 302, 303, 307, 308};

} // namespace

codecs::result<redirect_rule, string>
redirect_rule::make(const redirect_options& x) {
  if (std::find(redirections.begin(), redirections.end(), x.status)
      == redirections.end())
    return std::to_string(x.status)
           + " is not a redirection: 301, 302, 303, 307 or 308";
  auto result = redirect_rule{};
  auto scope = template_scope{};
  if (!x.pattern.empty()) {
    auto compiled = pattern::compile(x.pattern);
    if (!compiled)
      return compiled.error();
    scope = {.has_match = true, .groups = compiled->group_count()};
    result.pattern_ = *compiled;
  }
  if (x.to.empty())
    return string{"a redirection leads somewhere"};
  auto to = text_template::parse(x.to, scope);
  if (!to)
    return to.error();
  result.status_ = x.status;
  result.keep_query_ = x.keep_query;
  result.to_ = *std::move(to);
  const auto begin = result.to_.leading_text();
  result.stays_here_ = begin.starts_with('/') && !begin.starts_with("//");
  return result;
}

bool redirect_rule::apply(string& location, string_view path, string_view query,
                          const variables& values, string& scratch) const {
  auto found = pattern::groups{};
  if (pattern_ && !pattern_->find(path, 0, found))
    return false;
  scratch.clear();
  to_.append_to(scratch, values, found);
  if (stays_here_) // "//host" would be elsewhere
    scratch.erase(1,
                  std::min(scratch.find_first_not_of('/'), scratch.size()) - 1);
  const auto fragment = std::min(scratch.find('#'), scratch.size());
  const auto place = string_view{scratch}.substr(0, fragment);
  append_uri_text(location, place);
  if (keep_query_ && !query.empty() && place.find('?') == place.npos) {
    location += '?';
    append_uri_text(location, query);
  }
  append_uri_text(location, string_view{scratch}.substr(fragment));
  return true;
}

} // namespace troupe::actors
