#include "actors/access/access_list.hpp"

namespace troupe::actors {

using runtime::net::address;
using runtime::net::cidr;
using runtime::net::cidr_set;

access_list::rule& access_list::last_that_says(access what) {
  if (rules_.empty() || rules_.back().what != what)
    rules_.push_back({.what = what});
  return rules_.back();
}

std::optional<std::string> access_list::add(access what,
                                            std::string_view whom) {
  if (whom == "all") {
    last_that_says(what).everybody = true;
    return std::nullopt;
  }
  if (whom == "unix") {
    last_that_says(what).unix_clients = true;
    return std::nullopt;
  }
  auto range = cidr::parse(whom);
  if (!range)
    return range.error();
  auto& rule = last_that_says(what);
  rule.ranges.push_back(*range);
  rule.merged = cidr_set{rule.ranges};
  return std::nullopt;
}

access access_list::decide(const address& client) const noexcept {
  const auto over_unix = client.kind() == address::family::unix_path;
  for (auto& x : rules_)
    if (x.everybody || (over_unix && x.unix_clients)
        || x.merged.contains(client))
      return x.what;
  return otherwise_;
}

} // namespace troupe::actors
