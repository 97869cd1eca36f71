#include "actors/config/backend.hpp"

#include "runtime/dns/name.hpp"
#include "runtime/net/address.hpp"

#include "codecs/base/ascii.hpp"
#include "codecs/base/result.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

namespace troupe::actors {

namespace {

constexpr std::string_view http = "http://";
constexpr std::string_view https = "https://";

struct target {
  std::string name;             ///< as it was written, without scheme
  std::string address;          ///< with a port
  std::string_view scheme = {}; ///< empty: none was written
};

codecs::result<target, std::string> parse_url(std::string_view text,
                                              std::string_view scheme) {
  auto authority = text.substr(scheme.size());
  if (authority.ends_with('/'))
    authority.remove_suffix(1);
  if (authority.find_first_of("/?#") != std::string_view::npos)
    return fmt::format("{} has a path, and requests bring their own", text);
  if (authority.find('@') != std::string_view::npos)
    return fmt::format("{} has a user, and that is not supported", text);
  auto after_brackets = authority.find(']');
  auto port = authority.find(
    ':', after_brackets == std::string_view::npos ? 0 : after_brackets);
  auto usual = scheme == https ? 443 : 80;
  return target{.name = std::string{authority},
                .address = port == std::string_view::npos
                             ? fmt::format("{}:{}", authority, usual)
                             : std::string{authority},
                .scheme = scheme};
}

codecs::result<target, std::string> parse_target(std::string_view text) {
  for (auto scheme : {http, https})
    if (text.starts_with(scheme))
      return parse_url(text, scheme);
  if (auto end = text.find("://"); end != std::string_view::npos)
    return fmt::format("{}: the scheme should be http or https", text);
  return target{.name = std::string{text}, .address = std::string{text}};
}

/// The scheme says it for all of them, if any has one.
bool agrees(upstream_options& to, std::string_view scheme) {
  if (scheme == https && !to.tls && to.backends.empty() && to.sources.empty())
    to.tls.emplace();
  return scheme.empty() || to.tls.has_value() == (scheme == https);
}

/// A name as hosts have them (RFC 1123 section 2.1, and underscores, which some
/// have), and no address that is spelled wrong.
bool is_host(std::string_view x) {
  auto fits = [](char c) {
    auto lower = codecs::to_lower(c);
    return (lower >= 'a' && lower <= 'z') || codecs::is_digit(c) || c == '-'
           || c == '_' || c == '.';
  };
  auto last = x.substr(x.rfind('.') + 1);
  return runtime::dns::may_be_name(x) && std::all_of(x.begin(), x.end(), fits)
         && !std::all_of(last.begin(), last.end(), codecs::is_digit);
}

/// Behind the colon, and not 0.
std::optional<std::uint16_t> port_in(std::string_view text, std::size_t colon) {
  if (colon == std::string_view::npos)
    return std::nullopt;
  auto port = std::uint16_t{0};
  auto* end = text.data() + text.size();
  auto [at, error] = std::from_chars(text.data() + colon + 1, end, port);
  if (error != std::errc{} || at != end || port == 0)
    return std::nullopt;
  return port;
}

} // namespace

std::optional<std::string> add_backend(upstream_options& to,
                                       std::string_view text,
                                       std::uint32_t weight,
                                       backend_tier tier) {
  auto target = parse_target(text);
  if (!target)
    return target.error();
  if (!agrees(to, target->scheme))
    return fmt::format("{}: either all backends of an upstream speak TLS, or "
                       "none does",
                       text);
  // What listens at every address connects to none.
  auto colon = target->address.rfind(':');
  auto host = target->address.substr(0, colon);
  if (host.empty() || host == "*")
    return fmt::format("{} names no host", text);
  auto address = runtime::net::address::parse(target->address);
  if (address) {
    using family = runtime::net::address::family;
    if (address->kind() != family::unix_path && address->port() == 0)
      return fmt::format("{}: no backend has port 0", text);
    to.backends.push_back({.name = target->name,
                           .address = *std::move(address),
                           .weight = weight,
                           .tier = tier});
    return std::nullopt;
  }
  auto port = port_in(target->address, colon);
  if (!port || !is_host(host))
    return address.error();
  to.sources.push_back(dns_options{.name = std::move(host),
                                   .label = target->name,
                                   .port = *port,
                                   .weight = weight,
                                   .tier = tier});
  return std::nullopt;
}

} // namespace troupe::actors
