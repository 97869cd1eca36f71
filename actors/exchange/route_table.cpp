#include "actors/exchange/route_table.hpp"

#include "codecs/fields/name.hpp"
#include "codecs/uri/request_target.hpp"

#include <algorithm>
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

bool matches_host(std::string_view pattern, std::string_view host) {
  if (pattern.empty())
    return true;
  if (!pattern.starts_with('.'))
    return codecs::fields::same_name(pattern, host);
  return host.size() > pattern.size()
         && codecs::fields::same_name(
           pattern, host.substr(host.size() - pattern.size()));
}

bool matches_path(std::string_view prefix, std::string_view path) {
  if (!path.starts_with(prefix))
    return false;
  return prefix.empty() || prefix.ends_with('/') || path.size() == prefix.size()
         || path[prefix.size()] == '/';
}

} // namespace

void route_table::add(std::string_view host, std::string_view path,
                      std::size_t target) {
  auto x = route{.host = {}, .path = std::string{path}, .target = target};
  if (host.starts_with("*."))
    host.remove_prefix(1);
  std::transform(host.begin(), host.end(), std::back_inserter(x.host),
                 to_lower);
  if (x.path == "/")
    x.path.clear(); // also for *, and for absolute forms without a path
  auto rank = [](const route& y) {
    auto any = y.host.empty();
    auto wildcard = !any && y.host.starts_with('.');
    return std::tuple{!any && !wildcard, y.host.size(), y.path.size()};
  };
  auto before
    = [&](const route& a, const route& b) { return rank(a) > rank(b); };
  routes_.insert(std::upper_bound(routes_.begin(), routes_.end(), x, before),
                 std::move(x));
}

std::optional<std::size_t> route_table::find(std::string_view authority,
                                             std::string_view path) const {
  auto host = std::optional<std::string_view>{};
  for (auto& x : routes_) {
    if (!x.host.empty()) {
      if (!host)
        host = host_of(authority);
      if (!matches_host(x.host, *host))
        continue;
    }
    if (matches_path(x.path, path))
      return x.target;
  }
  return std::nullopt;
}

} // namespace troupe::actors
