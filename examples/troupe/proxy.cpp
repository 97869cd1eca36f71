#include "examples/troupe/proxy.hpp"

#include "examples/troupe/report.hpp"

#include "actors/config/backend.hpp"
#include "actors/config/load.hpp"
#include "actors/config/upstream.hpp"

#include <fmt/format.h>

#include <utility>

namespace troupe::program {

namespace {

// Complains about all that is wrong, and tells whether anything was.
class mistakes {
public:
  void add(std::string_view option, std::string_view sentence) {
    complain(fmt::format("{}: {}", option, sentence));
    any_ = true;
  }

  bool any() const noexcept { return any_; }

private:
  bool any_ = false;
};

actors::upstream_options upstream_of(const proxy_command& x, mistakes& wrong) {
  actors::upstream_options result;
  for (auto& text : x.to) {
    if (auto problem = actors::add_backend(result, text))
      wrong.add("--to", *problem);
  }
  if (auto problem = actors::set_host(result, x.host_policy))
    wrong.add("--host-policy", *problem);
  return result;
}

} // namespace

int perform(const proxy_command& x) {
  actors::configuration what;
  mistakes wrong;
  for (auto& text : x.listen) {
    auto address = runtime::net::address::parse(text);
    if (address)
      what.proxy.listeners.push_back({{.address = *address}, {}});
    else
      wrong.add("--listen", address.error());
  }
  what.proxy.upstreams.emplace("app", upstream_of(x, wrong));
  what.proxy.routes.emplace_back().upstream = "app";
  if (wrong.any())
    return status::mistake;
  apply(x.process, what);
  return run_in_foreground(std::move(what));
}

} // namespace troupe::program
