#include "runtime/dns/service_records.hpp"

#include "runtime/dns/status.hpp"

#include <ares.h>

#include <algorithm>
#include <limits>
#include <memory>
#include <optional>

namespace troupe::runtime::dns {

namespace {

constexpr std::uint16_t type_cname = 5;
constexpr std::uint16_t type_srv = 33;

/// What c-ares leaves out of a SRV record. Walks the answers of a message (RFC
/// 1035 section 4.1) and believes none of its lengths.
class record_walk {
public:
  explicit record_walk(std::span<const std::byte> message) : rest_(message) {
    skip(4); // id and flags
    auto questions = number16();
    answers_ = number16();
    skip(4); // other sections
    for (; questions > 0 && !rest_.empty(); --questions) {
      skip_name();
      skip(4);
    }
  }

  struct record {
    std::uint16_t type;
    std::uint32_t ttl;
  };

  std::optional<record> next() {
    if (answers_ == 0 || rest_.empty())
      return std::nullopt;
    --answers_;
    skip_name();
    auto result = record{};
    result.type = number16();
    skip(2); // class
    auto high = std::uint32_t{number16()};
    result.ttl = high << 16 | number16();
    if (high >> 15)
      result.ttl = 0; // RFC 2181 section 8
    skip(number16());
    return result;
  }

private:
  void skip(std::size_t n) { rest_ = rest_.subspan(std::min(n, rest_.size())); }

  std::uint8_t number8() {
    auto x = rest_.empty() ? std::byte{} : rest_.front();
    skip(1);
    return std::to_integer<std::uint8_t>(x);
  }

  std::uint16_t number16() {
    auto high = number8();
    return static_cast<std::uint16_t>(high << 8 | number8());
  }

  /// Labels up to the root, or up to a pointer (section 4.1.4).
  void skip_name() {
    while (auto length = number8()) {
      if (length >= 0xc0) {
        skip(1);
        return;
      }
      skip(length);
    }
  }

  std::span<const std::byte> rest_;
  std::uint16_t answers_ = 0;
};

std::string without_last_dot(std::string_view name) {
  return std::string{name.substr(0, name.size() - name.ends_with('.'))};
}

} // namespace

service_answer parse_service_records(std::span<const std::byte> message) {
  ares_srv_reply* parsed = nullptr;
  auto status = ::ares_parse_srv_reply(
    reinterpret_cast<const unsigned char*>(message.data()),
    static_cast<int>(message.size()), &parsed);
  auto freed = std::unique_ptr<ares_srv_reply, decltype(&::ares_free_data)>{
    parsed, ::ares_free_data};
  if (status != ARES_SUCCESS)
    return error_of(status);
  auto walk = record_walk{message};
  auto shortest = std::numeric_limits<std::uint32_t>::max();
  std::vector<service_record> result;
  for (auto* x = parsed; x && result.size() < max_records; x = x->next) {
    auto here = walk.next();
    for (; here && here->type != type_srv; here = walk.next())
      if (here->type == type_cname)
        shortest = std::min(shortest, here->ttl);
    if (auto target = without_last_dot(x->host); !target.empty())
      result.push_back({.target = std::move(target),
                        .port = x->port,
                        .priority = x->priority,
                        .weight = x->weight,
                        .ttl = std::min(shortest, here ? here->ttl : 0)});
  }
  if (result.empty())
    return dns_errc::no_records;
  return result;
}

} // namespace troupe::runtime::dns
