#include "codecs/proxy_protocol/encoder.hpp"

#include "codecs/proxy_protocol/crc32c.hpp"
#include "codecs/proxy_protocol/signature.hpp"
#include "codecs/proxy_protocol/tlvs.hpp"

#include <arpa/inet.h>

#include <array>
#include <cstdint>
#include <string_view>

namespace troupe::codecs::proxy_protocol {

namespace {

struct ip {
  std::array<char, 16> octets{};
  std::size_t size = 0; ///< 0: no such address
};

ip read_ip(family kind, const std::string& host) noexcept {
  auto x = ip{};
  auto ipv4 = kind == family::ipv4;
  if ((ipv4 || kind == family::ipv6)
      && ::inet_pton(ipv4 ? AF_INET : AF_INET6, host.c_str(), x.octets.data())
           == 1)
    x.size = ipv4 ? 4 : 16;
  return x;
}

void write_number(std::string& out, std::uint32_t x, int octets) {
  for (auto shift = 8 * (octets - 1); shift >= 0; shift -= 8)
    out.push_back(static_cast<char>(x >> shift & 0xff));
}

/// False, and nothing is written, if there are no such addresses.
bool write_addresses(std::string& out, const header& x) {
  if (x.kind == family::unix_path) {
    for (auto* end : {&x.source, &x.destination}) {
      auto path = std::string_view{end->host}.substr(0, longest_path);
      out.append(path).append(longest_path - path.size(), '\0');
    }
    return true;
  }
  auto from = read_ip(x.kind, x.source.host);
  auto to = read_ip(x.kind, x.destination.host);
  if (from.size == 0 || to.size == 0)
    return false;
  out.append(from.octets.data(), from.size).append(to.octets.data(), to.size);
  write_number(out, x.source.port, 2);
  write_number(out, x.destination.port, 2);
  return true;
}

} // namespace

void write_line(std::string& out, const header& x) {
  auto known = !x.local && !x.datagram
               && read_ip(x.kind, x.source.host).size > 0
               && read_ip(x.kind, x.destination.host).size > 0;
  out.append(signature_1);
  if (!known) {
    out.append("UNKNOWN\r\n");
    return;
  }
  out.append(x.kind == family::ipv4 ? "TCP4 " : "TCP6 ")
    .append(x.source.host)
    .append(" ")
    .append(x.destination.host)
    .append(" ")
    .append(std::to_string(x.source.port))
    .append(" ")
    .append(std::to_string(x.destination.port))
    .append("\r\n");
}

void write_binary(std::string& out, const header& x, bool checksum) {
  constexpr std::size_t most = 0xffff;
  constexpr std::size_t checksum_octets = 7;
  auto rest = std::string{};
  auto known = !x.local && write_addresses(rest, x);
  for (auto& t : x.tlvs)
    if (rest.size() + 3 + t.value.size() + checksum_octets <= most)
      write_tlv(rest, t.type, t.value);
  if (checksum)
    write_tlv(rest, tlv_type::crc32c, std::string_view{"\0\0\0\0", 4});
  auto begin = out.size();
  out.append(signature_2);
  out.push_back(x.local ? 0x20 : 0x21);
  auto transport = x.datagram ? 2 : 1;
  out.push_back(
    static_cast<char>(known ? static_cast<int>(x.kind) << 4 | transport : 0));
  write_number(out, static_cast<std::uint32_t>(rest.size()), 2);
  out.append(rest);
  if (!checksum)
    return;
  auto sum = crc32c(std::string_view{out}.substr(begin));
  auto text = std::string{};
  write_number(text, sum, 4);
  out.replace(out.size() - 4, 4, text);
}

} // namespace troupe::codecs::proxy_protocol
