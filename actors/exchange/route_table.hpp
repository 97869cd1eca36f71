#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::actors {

/// Where requests go, by host and path. The most specific wins: an exact host,
/// then the wildcard with the most labels, then any host; among those the
/// longest path. A path is a prefix that ends where a segment ends.
class route_table {
public:
  /// Host in any case, without port; "*.example.com" for everything below it;
  /// empty for any. `target` is what find() answers.
  void add(std::string_view host, std::string_view path, std::size_t target);

  /// `authority` as in Host, the port is ignored; `path` without query.
  std::optional<std::size_t> find(std::string_view authority,
                                  std::string_view path) const;

private:
  struct route {
    std::string host; // lower case; a wildcard as ".example.com"
    std::string path;
    std::size_t target;
  };

  std::vector<route> routes_; // the most specific first
};

} // namespace troupe::actors
