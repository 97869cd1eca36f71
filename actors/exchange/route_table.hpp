#pragma once

#include "actors/exchange/route_match.hpp"

#include "runtime/text/pattern.hpp"

#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace troupe::actors {

/// Where requests go. The most specific route wins: an exact host, then the
/// wildcard with the most labels, then any host; among those a whole path, then
/// a pattern, then the longest prefix; among those the most conditions on
/// method, fields, query and the server's name; and then who came first.
class route_table {
public:
  /// `target` is what find() answers. Throws std::invalid_argument if the
  /// pattern is none.
  void add(route_match match, std::size_t target);
  void add(std::string_view host, std::string_view path, std::size_t target) {
    auto match = route_match{};
    match.host = host;
    match.path = path;
    add(std::move(match), target);
  }

  std::optional<std::size_t> find(const route_question& x) const;
  std::optional<std::size_t> find(std::string_view authority,
                                  std::string_view path) const {
    return find({.authority = authority, .path = path});
  }

  /// Does any route ask for the server's name? Finding that costs who has it.
  bool asks_server_name() const noexcept { return asks_server_name_; }

private:
  struct route {
    route_match match; // host in lower case, a wildcard as ".example.com"
    std::optional<runtime::text::pattern> pattern;
    std::size_t target;

    bool takes_path(std::string_view path) const;
  };

  std::vector<route> routes_; // the most specific first
  bool asks_server_name_ = false;
};

} // namespace troupe::actors
