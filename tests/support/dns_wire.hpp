#pragma once

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::test {

/// DNS messages as octets (RFC 1035 section 4), as far as tests need them.
namespace dns {

inline constexpr std::uint16_t a = 1;
inline constexpr std::uint16_t cname = 5;
inline constexpr std::uint16_t aaaa = 28;
inline constexpr std::uint16_t srv = 33;

inline constexpr std::uint16_t servfail = 2;
inline constexpr std::uint16_t nxdomain = 3;
inline constexpr std::uint16_t refused = 5;

struct record {
  std::uint16_t type = 0;
  std::uint32_t ttl = 0;
  std::string data;
  std::string owner; ///< empty: the name that was asked for
};

inline std::string number16(std::size_t x) {
  return {static_cast<char>(x >> 8), static_cast<char>(x)};
}

inline std::string number32(std::uint32_t x) {
  return number16(x >> 16) + number16(x & 0xffff);
}

inline std::string name(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    auto label = text.substr(0, text.find('.'));
    result.push_back(static_cast<char>(label.size()));
    result.append(label);
    text.remove_prefix(std::min(label.size() + 1, text.size()));
  }
  return result.append(1, '\0');
}

inline record address(const char* where, std::uint32_t ttl,
                      std::string owner = {}) {
  auto octets = std::array<char, 16>{};
  if (::inet_pton(AF_INET, where, octets.data()) == 1)
    return {a, ttl, {octets.data(), 4}, std::move(owner)};
  ::inet_pton(AF_INET6, where, octets.data());
  return {aaaa, ttl, {octets.data(), 16}, std::move(owner)};
}

inline record alias(std::string_view to, std::uint32_t ttl) {
  return {cname, ttl, name(to), {}};
}

inline record service(std::uint16_t priority, std::uint16_t weight,
                      std::uint16_t port, std::string_view target,
                      std::uint32_t ttl) {
  return {srv,
          ttl,
          number16(priority) + number16(weight) + number16(port) + name(target),
          {}};
}

struct asked {
  std::string id;
  std::string name;
  std::uint16_t type = 0;
  std::string octets; ///< the question as it came
};

inline asked read_question(std::string_view message) {
  auto result = asked{.id = std::string{message.substr(0, 2)}};
  auto at = std::size_t{12};
  while (auto length = static_cast<std::uint8_t>(message.at(at))) {
    result.name.append(result.name.empty() ? "" : ".")
      .append(message.substr(at + 1, length));
    at += length + 1u;
  }
  result.type = static_cast<std::uint8_t>(message.at(at + 2));
  result.octets = message.substr(12, at + 5 - 12);
  return result;
}

inline std::string reply(const asked& to, std::uint16_t rcode,
                         const std::vector<record>& records,
                         bool truncated = false) {
  auto result = to.id + number16(0x8180u | (truncated ? 0x200u : 0u) | rcode);
  result += number16(1) + number16(records.size()) + number32(0) + to.octets;
  for (auto& x : records)
    result += (x.owner.empty() ? number16(0xc00c) : name(x.owner))
              + number16(x.type) + number16(1) + number32(x.ttl)
              + number16(x.data.size()) + x.data;
  return result;
}

} // namespace dns

} // namespace troupe::test
