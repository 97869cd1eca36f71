#include "runtime/net/address.hpp"

#include "runtime/net/split_port.hpp"

#include <arpa/inet.h>
#include <net/if.h>
#include <sys/un.h>

#include <charconv>
#include <cstddef>
#include <cstring>
#include <utility>

namespace troupe::runtime::net {

namespace {

using std::string;
using std::string_view;

constexpr auto unix_prefix = string_view{"unix:"};
constexpr auto path_offset = offsetof(sockaddr_un, sun_path);
constexpr auto longest_path = sizeof(sockaddr_un::sun_path) - 1;

const string no_path;

/// The interface of "%eth0" or "%2"; 0 if there is none.
std::uint32_t scope_of(const string& zone) {
  auto number = std::uint32_t{0};
  const auto* end = zone.data() + zone.size();
  if (auto [at, errc] = std::from_chars(zone.data(), end, number);
      errc == std::errc{} && at == end)
    return number;
  return ::if_nametoindex(zone.c_str());
}

codecs::result<sockaddr_in6, string> parse_ipv6(string_view text,
                                                std::uint16_t port) {
  auto raw = sockaddr_in6{};
  raw.sin6_family = AF_INET6;
  raw.sin6_port = htons(port);
  const auto percent = text.find('%');
  const auto digits = string{text.substr(0, percent)};
  if (::inet_pton(AF_INET6, digits.c_str(), &raw.sin6_addr) != 1)
    return string{text} + " is not an IPv6 address";
  if (percent == string_view::npos)
    return raw;
  const auto zone = string{text.substr(percent + 1)};
  raw.sin6_scope_id = scope_of(zone);
  if (raw.sin6_scope_id == 0)
    return "there is no network interface '" + zone + '\'';
  return raw;
}

sockaddr_in6 any_address(std::uint16_t port) {
  auto raw = sockaddr_in6{};
  raw.sin6_family = AF_INET6;
  raw.sin6_port = htons(port);
  return raw; // :: is all zeroes
}

} // namespace

struct address::unix_place {
  sockaddr_un raw{};
  socklen_t length = 0;
  string path;

  static std::shared_ptr<const unix_place> make(string_view path) {
    auto x = std::make_shared<unix_place>();
    x->raw.sun_family = AF_UNIX;
    std::memcpy(x->raw.sun_path, path.data(), path.size());
    x->length = static_cast<socklen_t>(path_offset + path.size() + 1);
    x->path = path;
    return x;
  }
};

codecs::result<address, string> address::parse(string_view text) {
  auto result = address{};
  if (text.empty())
    return string{"an address is missing"};
  // inet_pton and the kernel would see the end of the text there.
  if (text.find('\0') != string_view::npos)
    return string{"an address contains a NUL"};
  if (text.starts_with(unix_prefix)) {
    const auto path = text.substr(unix_prefix.size());
    if (path.empty())
      return string{text} + " has no path";
    if (path.size() > longest_path)
      return string{path} + " is longer than the "
             + std::to_string(longest_path)
             + " octets that the path of a socket may have";
    result.place_ = unix_place::make(path);
    return result;
  }
  const auto parts = split_port(text);
  if (!parts)
    return parts.error();
  const auto [host, bracketed, port] = *parts;
  if (bracketed) {
    auto raw = parse_ipv6(host, port);
    if (!raw)
      return raw.error();
    result.place_ = *raw;
  } else if (host.empty() || host == "*") {
    result.place_ = any_address(port);
  } else {
    auto raw = sockaddr_in{};
    raw.sin_family = AF_INET;
    raw.sin_port = htons(port);
    if (::inet_pton(AF_INET, string{host}.c_str(), &raw.sin_addr) != 1)
      return string{host} + " is not an IP address";
    result.place_ = raw;
  }
  return result;
}

address address::from_raw(const sockaddr* raw, socklen_t length) {
  auto result = address{};
  if (!raw || length < sizeof(sa_family_t))
    return result;
  if (raw->sa_family == AF_INET && length >= sizeof(sockaddr_in)) {
    auto x = sockaddr_in{};
    std::memcpy(&x, raw, sizeof(x));
    result.place_ = x;
  } else if (raw->sa_family == AF_INET6 && length >= sizeof(sockaddr_in6)) {
    auto x = sockaddr_in6{};
    std::memcpy(&x, raw, sizeof(x));
    if (IN6_IS_ADDR_V4MAPPED(&x.sin6_addr)) {
      auto v4 = sockaddr_in{};
      v4.sin_family = AF_INET;
      v4.sin_port = x.sin6_port;
      std::memcpy(&v4.sin_addr, &x.sin6_addr.s6_addr[12], sizeof(v4.sin_addr));
      result.place_ = v4;
    } else {
      result.place_ = x;
    }
  } else if (raw->sa_family == AF_UNIX && length > path_offset) {
    const auto* path = reinterpret_cast<const char*>(raw) + path_offset;
    const auto size = ::strnlen(path, length - path_offset);
    if (size > 0 && size <= longest_path)
      result.place_ = unix_place::make({path, size});
  }
  return result;
}

address::family address::kind() const noexcept {
  return static_cast<family>(place_.index());
}

std::uint16_t address::port() const noexcept {
  if (auto* v4 = std::get_if<sockaddr_in>(&place_))
    return ntohs(v4->sin_port);
  if (auto* v6 = std::get_if<sockaddr_in6>(&place_))
    return ntohs(v6->sin6_port);
  return 0;
}

string address::host() const {
  char text[INET6_ADDRSTRLEN] = {};
  if (auto* v4 = std::get_if<sockaddr_in>(&place_))
    return ::inet_ntop(AF_INET, &v4->sin_addr, text, sizeof(text));
  if (auto* v6 = std::get_if<sockaddr_in6>(&place_)) {
    auto result
      = string{::inet_ntop(AF_INET6, &v6->sin6_addr, text, sizeof(text))};
    if (v6->sin6_scope_id != 0)
      result += '%' + std::to_string(v6->sin6_scope_id);
    return result;
  }
  return path();
}

const string& address::path() const noexcept {
  auto* place = std::get_if<std::shared_ptr<const unix_place>>(&place_);
  return place ? (*place)->path : no_path;
}

const sockaddr* address::raw() const noexcept {
  if (auto* v4 = std::get_if<sockaddr_in>(&place_))
    return reinterpret_cast<const sockaddr*>(v4);
  if (auto* v6 = std::get_if<sockaddr_in6>(&place_))
    return reinterpret_cast<const sockaddr*>(v6);
  if (auto* place = std::get_if<std::shared_ptr<const unix_place>>(&place_))
    return reinterpret_cast<const sockaddr*>(&(*place)->raw);
  return nullptr;
}

socklen_t address::raw_length() const noexcept {
  switch (kind()) {
    case family::none: return 0;
    case family::ipv4: return sizeof(sockaddr_in);
    case family::ipv6: return sizeof(sockaddr_in6);
    case family::unix_path: return std::get<3>(place_)->length;
  }
  return 0;
}

bool operator==(const address& a, const address& b) noexcept {
  if (a.kind() != b.kind() || a.port() != b.port())
    return false;
  if (auto* v4 = std::get_if<sockaddr_in>(&a.place_))
    return v4->sin_addr.s_addr
           == std::get_if<sockaddr_in>(&b.place_)->sin_addr.s_addr;
  if (auto* v6 = std::get_if<sockaddr_in6>(&a.place_)) {
    auto* other = std::get_if<sockaddr_in6>(&b.place_);
    return IN6_ARE_ADDR_EQUAL(&v6->sin6_addr, &other->sin6_addr)
           && v6->sin6_scope_id == other->sin6_scope_id;
  }
  return a.path() == b.path();
}

string to_string(const address& x) {
  switch (x.kind()) {
    case address::family::none: return "nowhere";
    case address::family::ipv4:
      return x.host() + ':' + std::to_string(x.port());
    case address::family::ipv6:
      return '[' + x.host() + "]:" + std::to_string(x.port());
    case address::family::unix_path: return string{unix_prefix} + x.path();
  }
  return {};
}

static_assert(sizeof(address) <= 40, "each session keeps its peer's");

} // namespace troupe::runtime::net
