#include "actors/config/backend.hpp"

#include "runtime/net/address.hpp"

#include <fmt/format.h>

namespace troupe::actors {

namespace {

constexpr std::string_view http = "http://";
constexpr std::string_view https = "https://";

struct target {
  std::string name;    ///< as it was written, without scheme
  std::string address; ///< with a port
};

codecs::result<target, std::string> parse_url(std::string_view text) {
  auto authority = text.substr(http.size());
  if (authority.ends_with('/'))
    authority.remove_suffix(1);
  if (authority.find_first_of("/?#") != std::string_view::npos)
    return fmt::format("{} has a path, and requests bring their own", text);
  if (authority.find('@') != std::string_view::npos)
    return fmt::format("{} has a user, and that is not supported", text);
  auto after_brackets = authority.find(']');
  auto port = authority.find(
    ':', after_brackets == std::string_view::npos ? 0 : after_brackets);
  return target{std::string{authority}, port == std::string_view::npos
                                          ? fmt::format("{}:80", authority)
                                          : std::string{authority}};
}

codecs::result<target, std::string> parse_target(std::string_view text) {
  if (text.starts_with(https))
    return fmt::format("{}: TLS to upstreams is not supported yet", text);
  if (text.starts_with(http))
    return parse_url(text);
  if (auto end = text.find("://"); end != std::string_view::npos)
    return fmt::format("{}: the scheme should be http", text);
  return target{std::string{text}, std::string{text}};
}

} // namespace

codecs::result<std::vector<backend_options>, std::string>
find_backends(std::string_view text) {
  auto target = parse_target(text);
  if (!target)
    return target.error();
  // What listens at every address connects to none.
  if (auto host = target->name.substr(0, target->name.rfind(':'));
      host.empty() || host == "*")
    return fmt::format("{} names no host", text);
  auto addresses = runtime::net::resolve(target->address);
  if (!addresses)
    return addresses.error();
  std::vector<backend_options> result;
  for (auto& address : *addresses) {
    using family = runtime::net::address::family;
    if (address.kind() != family::unix_path && address.port() == 0)
      return fmt::format("{}: no backend has port 0", text);
    result.push_back({target->name, address});
  }
  return result;
}

} // namespace troupe::actors
