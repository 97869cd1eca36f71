#include "runtime/dns/resolver.hpp"

#include "runtime/dns/name.hpp"
#include "runtime/dns/service_records.hpp"
#include "runtime/dns/status.hpp"

#include "codecs/base/ascii.hpp"

#include <ares.h>
#include <netdb.h>

#include <algorithm>
#include <limits>
#include <optional>
#include <span>

namespace troupe::runtime::dns {

namespace {

using awaited_addresses = detail::awaited_answer<address_answer>;
using awaited_services = detail::awaited_answer<service_answer>;

constexpr std::uint16_t class_in = 1;
constexpr std::uint16_t type_srv = 33;

std::uint32_t seconds(int ttl) {
  return static_cast<std::uint32_t>(std::max(ttl, 0));
}

int raw(ip_family x) {
  return x == ip_family::ipv4 ? AF_INET : AF_INET6;
}

/// What nobody needs to be asked for: an IP address.
std::optional<net::address> literal(const std::string& name,
                                    std::uint16_t port) {
  auto spelled = name.find(':') == name.npos ? name : '[' + name + ']';
  auto where
    = net::address::parse(spelled.append(1, ':').append(std::to_string(port)));
  if (!where || name == "*")
    return std::nullopt;
  return *std::move(where);
}

/// What is this machine wherever it is asked for (RFC 6761 section 6.3), and
/// what c-ares 1.18 would leak a name for.
bool is_localhost(std::string_view name) {
  constexpr auto last = std::string_view{"localhost"};
  if (name.ends_with('.'))
    name.remove_suffix(1);
  if (name.size() < last.size()
      || !codecs::same_text(name.substr(name.size() - last.size()), last))
    return false;
  name.remove_suffix(last.size());
  return name.empty() || name.ends_with('.');
}

bool is_of(ip_family family, const net::address& x) {
  return (family == ip_family::ipv4)
         == (x.kind() == net::address::family::ipv4);
}

/// c-ares carries it, and its callback is called exactly once.
template <class Awaited>
void* hand_over(const std::shared_ptr<Awaited>& x) {
  return new std::shared_ptr<Awaited>{x};
}

template <class Awaited>
std::shared_ptr<Awaited> take_back(void* x) {
  auto held = std::unique_ptr<std::shared_ptr<Awaited>>{
    static_cast<std::shared_ptr<Awaited>*>(x)};
  return std::move(*held);
}

address_answer addresses_in(const ares_addrinfo& x) {
  auto shortest = std::numeric_limits<std::uint32_t>::max();
  for (auto* alias = x.cnames; alias; alias = alias->next)
    shortest = std::min(shortest, seconds(alias->ttl));
  std::vector<found_address> result;
  for (auto* node = x.nodes; node && result.size() < max_records;
       node = node->ai_next) {
    auto where = net::address::from_raw(node->ai_addr, node->ai_addrlen);
    auto known = std::ranges::find(result, where, &found_address::where);
    if (where.kind() != net::address::family::none && known == result.end())
      result.push_back({.where = std::move(where),
                        .ttl = std::min(shortest, seconds(node->ai_ttl))});
  }
  if (result.empty())
    return dns_errc::no_records;
  return result;
}

void on_addresses(void* arg, int status, int, ares_addrinfo* raw) {
  auto found = std::unique_ptr<ares_addrinfo, decltype(&::ares_freeaddrinfo)>{
    raw, ::ares_freeaddrinfo};
  auto asked = take_back<awaited_addresses>(arg);
  asked->conclude(status == ARES_SUCCESS && found
                    ? addresses_in(*found)
                    : address_answer{error_of(status)});
}

void on_services(void* arg, int status, int, unsigned char* octets,
                 int length) {
  auto asked = take_back<awaited_services>(arg);
  if (status == ARES_SUCCESS)
    asked->conclude(parse_service_records(std::as_bytes(
      std::span{octets, static_cast<std::size_t>(std::max(length, 0))})));
  else
    asked->conclude(error_of(status));
}

} // namespace

resolver::resolver(loop::event_loop& loop, resolver_options options)
  : loop_(loop), options_(std::move(options)), channel_(loop, options_) {
  // nop
}

template <class Answer>
std::shared_ptr<detail::awaited_answer<Answer>>
resolver::await(const std::string& name, std::function<void(Answer)> tell) {
  auto result = std::make_shared<detail::awaited_answer<Answer>>(
    loop_, std::move(tell), loop_.now() + options_.deadline);
  if (!may_be_name(name))
    result->conclude(dns_errc::bad_name);
  else if (!channel_.get())
    result->conclude(dns_errc::unavailable);
  return result;
}

question resolver::ask_addresses(const std::string& name, std::uint16_t port,
                                 ip_family family,
                                 std::function<void(address_answer)> tell) {
  auto asked = await<address_answer>(name, std::move(tell));
  auto known
    = is_localhost(name)
        ? literal(family == ip_family::ipv4 ? "127.0.0.1" : "::1", port)
        : literal(name, port);
  if (known)
    asked->conclude(is_of(family, *known)
                      ? address_answer{{{.where = *std::move(known), .ttl = 0}}}
                      : dns_errc::no_records);
  if (!asked->concluded()) {
    auto hints = ares_addrinfo_hints{};
    hints.ai_family = raw(family);
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = ARES_AI_NUMERICSERV | ARES_AI_NOSORT;
    ::ares_getaddrinfo(channel_.get(), name.c_str(),
                       std::to_string(port).c_str(), &hints, on_addresses,
                       hand_over(asked));
    channel_.asked();
  }
  return question{std::move(asked)};
}

question resolver::ask_services(const std::string& name,
                                std::function<void(service_answer)> tell) {
  auto asked = await<service_answer>(name, std::move(tell));
  if (!asked->concluded()) {
    ::ares_query(channel_.get(), name.c_str(), class_in, type_srv, on_services,
                 hand_over(asked));
    channel_.asked();
  }
  return question{std::move(asked)};
}

} // namespace troupe::runtime::dns
