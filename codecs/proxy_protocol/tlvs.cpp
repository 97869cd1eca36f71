#include "codecs/proxy_protocol/tlvs.hpp"

#include <algorithm>

namespace troupe::codecs::proxy_protocol {

namespace {

const std::string* find_in(const std::vector<tlv>& all,
                           tlv_type type) noexcept {
  auto i = std::ranges::find(all, type, &tlv::type);
  return i != all.end() ? &i->value : nullptr;
}

} // namespace

std::optional<std::vector<tlv>> parse_tlvs(std::string_view text) {
  auto result = std::vector<tlv>{};
  while (!text.empty()) {
    if (text.size() < 3)
      return std::nullopt;
    auto octet
      = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
    auto size = std::size_t{octet(1)} << 8 | octet(2);
    if (text.size() < 3 + size)
      return std::nullopt;
    result.push_back(
      {static_cast<tlv_type>(octet(0)), std::string{text.substr(3, size)}});
    text.remove_prefix(3 + size);
  }
  return result;
}

void write_tlv(std::string& out, tlv_type type, std::string_view value) {
  value = value.substr(0, 0xffff);
  out.push_back(static_cast<char>(type));
  out.push_back(static_cast<char>(value.size() >> 8));
  out.push_back(static_cast<char>(value.size() & 0xff));
  out.append(value);
}

const std::string* header::find(tlv_type type) const noexcept {
  return find_in(tlvs, type);
}

const std::string* ssl_info::find(tlv_type type) const noexcept {
  return find_in(tlvs, type);
}

std::optional<ssl_info> parse_ssl(std::string_view value) {
  // A bit field, and four octets that are zero if a certificate was verified.
  if (value.size() < 5)
    return std::nullopt;
  auto all = parse_tlvs(value.substr(5));
  if (!all)
    return std::nullopt;
  auto bits = static_cast<std::uint8_t>(value[0]);
  return ssl_info{.over_tls = (bits & 1) != 0,
                  .certificate_here = (bits & 2) != 0,
                  .certificate_in_session = (bits & 4) != 0,
                  .verified
                  = (bits & 6) != 0
                    && value.substr(1, 4) == std::string_view{"\0\0\0\0", 4},
                  .tlvs = *std::move(all)};
}

} // namespace troupe::codecs::proxy_protocol
