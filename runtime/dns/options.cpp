#include "runtime/dns/options.hpp"

namespace troupe::runtime::dns {

using namespace std::chrono_literals;

std::optional<std::string> problem_with(const resolver_options& x) {
  if (x.timeout <= 0ms || x.deadline <= 0ms)
    return "a reply takes some time";
  if (x.timeout > 1h || x.deadline > 1h)
    return "nobody waits more than an hour for a reply";
  if (x.attempts == 0 || x.attempts > 100)
    return "a server is asked once at least, and 100 times at most";
  for (auto& server : x.servers)
    if (server.kind() != net::address::family::ipv4
        && server.kind() != net::address::family::ipv6)
      return "a name server has an IP address";
  return std::nullopt;
}

codecs::result<net::address, std::string> parse_server(std::string_view text) {
  auto spelled = std::string{text};
  auto has_port = text.starts_with('[') ? text.find("]:") != text.npos
                                        : text.find(':') != text.npos;
  if (!has_port)
    spelled.append(":53");
  auto where = net::address::parse(spelled);
  if (!where)
    return where.error();
  if (where->kind() == net::address::family::unix_path || where->host() == "::"
      || where->port() == 0)
    return spelled.append(" is not the address of a name server");
  return where;
}

} // namespace troupe::runtime::dns
