#include "runtime/net/address.hpp"
#include "runtime/net/split_port.hpp"

#include <netdb.h>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <system_error>

namespace troupe::runtime::net {

namespace {

using std::string;
using std::string_view;

struct lookup {
  int error = 0;
  string because;
  std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> found{nullptr,
                                                             ::freeaddrinfo};
};

lookup look_up(const string& host, std::uint16_t port, int flags) {
  auto hints = addrinfo{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_NUMERICSERV | flags;
  auto result = lookup{};
  addrinfo* found = nullptr;
  result.error
    = ::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &found);
  if (result.error == 0)
    result.found.reset(found);
  else if (result.error == EAI_SYSTEM)
    result.because = std::generic_category().message(errno);
  else
    result.because = ::gai_strerror(result.error);
  return result;
}

/// Whether it can be meant as a name; digits and dots are a mistyped address.
bool may_be_name(const host_and_port& x) {
  return !x.bracketed
         && x.host.find_first_not_of("0123456789.*") != string_view::npos;
}

} // namespace

codecs::result<std::vector<address>, string> resolve(string_view text) {
  auto given = address::parse(text);
  if (given)
    return std::vector{*std::move(given)};
  const auto parts = split_port(text);
  if (text.starts_with("unix:") || text.find('\0') != string_view::npos
      || !parts || !may_be_name(*parts))
    return given.error();
  const auto host = string{parts->host};
  auto answer = look_up(host, parts->port, AI_ADDRCONFIG);
  // A machine with nothing but loopback has no configured address.
  if (answer.error != 0)
    answer = look_up(host, parts->port, 0);
  if (answer.error != 0)
    return host + ": " + answer.because;
  std::vector<address> result;
  for (auto* x = answer.found.get(); x; x = x->ai_next) {
    auto one = address::from_raw(x->ai_addr, x->ai_addrlen);
    if (one.kind() != address::family::none
        && std::find(result.begin(), result.end(), one) == result.end())
      result.push_back(std::move(one));
  }
  if (result.empty())
    return host + " has no address";
  return result;
}

} // namespace troupe::runtime::net
