#include "actors/balancer/session_tokens.hpp"

#include <algorithm>
#include <charconv>

namespace troupe::actors {

session_tokens::session_tokens(const membership& members,
                               codecs::sip_key secret) {
  digests_.reserve(members.size());
  holders_.reserve(members.size());
  for (auto& x : members.members()) {
    auto digest = codecs::sip_hash(secret, x.address);
    holders_.emplace_back(digest,
                          static_cast<membership::position>(digests_.size()));
    digests_.push_back(digest);
  }
  std::sort(holders_.begin(), holders_.end());
}

session_tokens::token
session_tokens::of(membership::position x) const noexcept {
  constexpr auto digits = std::string_view{"0123456789abcdef"};
  auto result = token{};
  auto left = digests_[x];
  for (auto i = result.rbegin(); i != result.rend(); ++i, left >>= 4)
    *i = digits[left & 0xf];
  return result;
}

std::optional<membership::position>
session_tokens::holder(std::string_view text) const noexcept {
  auto digest = std::uint64_t{0};
  auto [end, wrong]
    = std::from_chars(text.data(), text.data() + text.size(), digest, 16);
  if (wrong != std::errc{} || text.size() != token{}.size()
      || end != text.data() + text.size())
    return std::nullopt;
  auto less = [](auto& x, std::uint64_t y) { return x.first < y; };
  auto i = std::lower_bound(holders_.begin(), holders_.end(), digest, less);
  if (i == holders_.end() || i->first != digest)
    return std::nullopt;
  return i->second;
}

} // namespace troupe::actors
