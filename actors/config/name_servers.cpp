#include "actors/config/name_servers.hpp"

#include "runtime/dns/options.hpp"

#include <utility>

namespace troupe::actors {

using namespace runtime::config;

void read_name_servers(const setting& x, std::vector<runtime::net::address>& to,
                       findings& out) {
  constexpr auto place = text{.wanted = "a name server such as 127.0.0.1:53"};
  for (auto& item : items_of(x, "server", out)) {
    auto said = place(item, out);
    if (!said)
      continue;
    auto server = runtime::dns::parse_server(*said);
    if (server)
      to.push_back(*std::move(server));
    else
      out.add(place_of(item), server.error());
  }
}

} // namespace troupe::actors
