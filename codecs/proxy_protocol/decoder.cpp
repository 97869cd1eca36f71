#include "codecs/proxy_protocol/decoder.hpp"

#include "codecs/proxy_protocol/crc32c.hpp"
#include "codecs/proxy_protocol/signature.hpp"
#include "codecs/proxy_protocol/tlvs.hpp"
#include "codecs/uri/ip_literal.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <string_view>

namespace troupe::codecs::proxy_protocol {

namespace {

using answer = result<std::optional<decoded>, errc>;

// -- version 1 ----------------------------------------------------------------

/// What is left of the line in front of the next space, or all of it.
std::string_view take_word(std::string_view& line) noexcept {
  auto word = line.substr(0, line.find(' '));
  line.remove_prefix(std::min(line.size(), word.size() + 1));
  return word;
}

bool is_address(family kind, std::string_view text) noexcept {
  return kind == family::ipv4 ? uri::is_ipv4_address(text)
                              : uri::is_ipv6_address(text);
}

std::optional<std::uint16_t> parse_port(std::string_view text) noexcept {
  auto port = std::uint16_t{0};
  auto* end = text.data() + text.size();
  auto [rest, error] = std::from_chars(text.data(), end, port);
  if (error != std::errc{} || rest != end
      || (text.size() > 1 && text.front() == '0'))
    return std::nullopt;
  return port;
}

answer decode_line(std::string_view input) {
  auto end = input.substr(0, longest_line).find("\r\n");
  if (end == std::string_view::npos) {
    if (input.size() >= longest_line)
      return errc::line_too_long;
    return std::optional<decoded>{};
  }
  auto line = input.substr(signature_1.size(), end - signature_1.size());
  auto found = decoded{.what = {}, .consumed = end + 2};
  auto& x = found.what;
  auto protocol = take_word(line);
  if (protocol == "UNKNOWN") {
    x.local = true;
    return std::optional{std::move(found)};
  }
  if (protocol != "TCP4" && protocol != "TCP6")
    return errc::malformed_line;
  x.kind = protocol == "TCP4" ? family::ipv4 : family::ipv6;
  x.source.host = take_word(line);
  x.destination.host = take_word(line);
  auto from = parse_port(take_word(line));
  auto spaced = !line.empty(); // another word, and none behind it
  auto to = parse_port(line);
  if (!from || !to || !spaced)
    return errc::malformed_line;
  x.source.port = *from;
  x.destination.port = *to;
  if (!is_address(x.kind, x.source.host)
      || !is_address(x.kind, x.destination.host))
    return errc::malformed_address;
  return std::optional{std::move(found)};
}

// -- version 2 ----------------------------------------------------------------

std::uint16_t number_at(std::string_view text, std::size_t i) noexcept {
  auto octet = [&](std::size_t at) {
    return static_cast<unsigned>(static_cast<std::uint8_t>(text[at]));
  };
  return static_cast<std::uint16_t>(octet(i) << 8 | octet(i + 1));
}

std::string ip_at(std::string_view text, std::size_t i, family kind) {
  auto place = std::array<char, INET6_ADDRSTRLEN>{};
  ::inet_ntop(kind == family::ipv4 ? AF_INET : AF_INET6, text.data() + i,
              place.data(), static_cast<socklen_t>(place.size()));
  return place.data();
}

std::string path_at(std::string_view text, std::size_t i) {
  auto path = text.substr(i, longest_path);
  return std::string{path.substr(0, path.find('\0'))};
}

/// Of as many octets as the family has.
void read_addresses(std::string_view text, header& x) {
  switch (x.kind) {
    case family::none: break;
    case family::ipv4:
    case family::ipv6: {
      auto one = (address_octets(x.kind) - 4) / 2;
      x.source = {ip_at(text, 0, x.kind), number_at(text, 2 * one)};
      x.destination = {ip_at(text, one, x.kind), number_at(text, 2 * one + 2)};
      break;
    }
    case family::unix_path:
      x.source.host = path_at(text, 0);
      x.destination.host = path_at(text, longest_path);
      break;
  }
}

/// Computed with zeros in its own place.
bool checksum_holds(std::string_view all, std::size_t tlvs) {
  for (auto at = tlvs; at + 3 <= all.size();) {
    auto size = std::size_t{number_at(all, at + 1)};
    if (static_cast<tlv_type>(all[at]) != tlv_type::crc32c) {
      at += 3 + size;
      continue;
    }
    if (size != 4)
      return false;
    auto sum = crc32c(all.substr(0, at + 3));
    sum = crc32c(std::string_view{"\0\0\0\0", 4}, sum);
    sum = crc32c(all.substr(at + 7), sum);
    auto said
      = std::uint32_t{number_at(all, at + 3)} << 16 | number_at(all, at + 5);
    return sum == said;
  }
  return true;
}

answer decode_binary(std::string_view input, const decode_limits& limits) {
  constexpr auto fixed = signature_2.size() + 4;
  auto octet
    = [&](std::size_t i) { return static_cast<std::uint8_t>(input[i]); };
  if (input.size() > 12 && octet(12) >> 4 != 2)
    return errc::unsupported_version;
  if (input.size() > 12 && (octet(12) & 15) > 1)
    return errc::unsupported_command;
  if (input.size() < fixed)
    return std::optional<decoded>{};
  auto size = fixed + number_at(input, 14);
  if (size > limits.octets)
    return errc::too_long;
  if (input.size() < size)
    return std::optional<decoded>{};
  auto all = input.substr(0, size);
  auto found = decoded{.what = {}, .consumed = size};
  auto& x = found.what;
  x.local = (octet(12) & 15) == 0;
  if (x.local) // whatever follows is for nobody
    return std::optional{std::move(found)};
  auto kind = octet(13) >> 4;
  auto transport = octet(13) & 15;
  if (kind > 3 || transport > 2)
    return errc::malformed_address;
  auto named = static_cast<family>(kind);
  auto tlvs_at = fixed + address_octets(named);
  if (tlvs_at > size)
    return errc::malformed_address;
  x.local = kind == 0 || transport == 0;
  if (!x.local) {
    x.kind = named;
    x.datagram = transport == 2;
    read_addresses(all.substr(fixed), x);
  }
  auto tlvs = parse_tlvs(all.substr(tlvs_at));
  if (!tlvs)
    return errc::malformed_tlv;
  if (!checksum_holds(all, tlvs_at))
    return errc::wrong_checksum;
  std::erase_if(*tlvs, [](const tlv& t) {
    return t.type == tlv_type::crc32c || t.type == tlv_type::noop;
  });
  x.tlvs = *std::move(tlvs);
  return std::optional{std::move(found)};
}

} // namespace

answer decode(octets input, const decode_limits& limits) {
  auto text = as_text(input);
  auto begins = [&](std::string_view signature) {
    auto n = std::min(text.size(), signature.size());
    return text.substr(0, n) == signature.substr(0, n);
  };
  if (begins(signature_1))
    return text.size() < signature_1.size() ? std::optional<decoded>{}
                                            : decode_line(text);
  if (begins(signature_2))
    return decode_binary(text, limits);
  return errc::not_a_header;
}

} // namespace troupe::codecs::proxy_protocol
