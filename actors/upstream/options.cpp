#include "actors/upstream/options.hpp"

#include <utility>

namespace troupe::actors {

std::vector<std::string> problems_with(const upstream_options& x) {
  auto found = std::vector<std::string>{};
  auto look_at = [&found](const auto& options) {
    if (auto problem = problem_with(options))
      found.push_back(*std::move(problem));
  };
  auto look_at_any = [&look_at](const auto& options) {
    if (options)
      look_at(*options);
  };
  if (x.backends.empty() && x.sources.empty())
    found.emplace_back("there are no backends");
  for (auto& source : x.sources)
    std::visit(look_at, source);
  look_at(x.balance);
  look_at(x.pool);
  look_at(x.exchange.retries);
  look_at_any(x.health);
  look_at_any(x.outliers);
  look_at_any(x.retry_budget);
  if (x.tls && x.exchange.announce != announcement::off)
    found.emplace_back("a PROXY protocol header and TLS do not go together");
  if (x.pool.speaks.h2 && x.exchange.announce != announcement::off)
    found.emplace_back(
      "a PROXY protocol header and HTTP/2 do not go together: a connection of "
      "it serves many clients");
  if (x.pool.speaks.h1 && x.pool.speaks.h2 && !x.tls)
    found.emplace_back(
      "backends are spoken to in http/1.1 or in h2: without TLS nobody can ask "
      "which");
  if (x.exchange.host == host_policy::fixed && x.exchange.host_name.empty())
    found.emplace_back("there is no name for Host");
  return found;
}

std::vector<backend_register::entry>
entries_of(const std::vector<backend_options>& backends) {
  auto result = std::vector<backend_register::entry>{};
  for (auto& x : backends) {
    auto address = to_string(x.address);
    auto name = x.name.empty() ? address : x.name;
    result.push_back({.name = std::move(name),
                      .address = std::move(address),
                      .weight = x.weight,
                      .tier = x.tier});
  }
  return result;
}

} // namespace troupe::actors
