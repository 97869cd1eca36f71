#include "actors/exchange/route_table.hpp"

#include "codecs/fields/name.hpp"
#include "codecs/uri/request_target.hpp"

#include <algorithm>
#include <stdexcept>
#include <tuple>

namespace troupe::actors {

namespace {

char to_lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string_view host_of(std::string_view authority) {
  auto taken_apart = codecs::uri::parse_authority(authority);
  auto host = taken_apart ? taken_apart->host : authority;
  if (host.ends_with('.')) // the root's dot says nothing new
    host.remove_suffix(1);
  return host;
}

/// As matches_host() has it.
void tidy(std::string& host) {
  if (host.starts_with("*."))
    host.erase(0, 1);
  std::transform(host.begin(), host.end(), host.begin(), to_lower);
}

bool matches_path(std::string_view prefix, std::string_view path) {
  if (!path.starts_with(prefix))
    return false;
  return prefix.empty() || prefix.ends_with('/') || path.size() == prefix.size()
         || path[prefix.size()] == '/';
}

} // namespace

bool route_table::route::takes_path(std::string_view path) const {
  if (pattern)
    return pattern->matches(path);
  return match.whole_path ? match.path == path : matches_path(match.path, path);
}

void route_table::add(route_match match, std::size_t target) {
  auto compiled = std::optional<runtime::text::pattern>{};
  if (!match.pattern.empty()) {
    auto made = runtime::text::pattern::compile(match.pattern);
    if (!made)
      throw std::invalid_argument{made.error()};
    compiled = *std::move(made);
    match.path.clear();
  }
  tidy(match.host);
  tidy(match.server_name);
  asks_server_name_ = asks_server_name_ || !match.server_name.empty();
  if (match.path == "/" && !match.whole_path)
    match.path.clear(); // also for *, and for absolute forms without a path
  auto rank = [](const route_match& x) {
    auto any = x.host.empty();
    auto wildcard = !any && x.host.starts_with('.');
    return std::tuple{!any && !wildcard,  x.host.size(), x.whole_path,
                      !x.pattern.empty(), x.path.size(), x.conditions()};
  };
  auto before = [&](const route_match& x, const route& y) {
    return rank(x) > rank(y.match);
  };
  auto place = std::upper_bound(routes_.begin(), routes_.end(), match, before);
  routes_.insert(place, {std::move(match), std::move(compiled), target});
}

std::optional<std::size_t> route_table::find(const route_question& x) const {
  auto host = std::optional<std::string_view>{};
  for (auto& route : routes_) {
    auto& match = route.match;
    if (!match.host.empty()) {
      if (!host)
        host = host_of(x.authority);
      if (!matches_host(match.host, *host))
        continue;
    }
    if (route.takes_path(x.path)
        && (match.conditions() == 0 || meets_conditions(match, x)))
      return route.target;
  }
  return std::nullopt;
}

} // namespace troupe::actors
