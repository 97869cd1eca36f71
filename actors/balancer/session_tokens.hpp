#pragma once

#include "actors/balancer/membership.hpp"

#include "codecs/base/sip_hash.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace troupe::actors {

/// What a sticky cookie says: which backend holds the client's session, in 16
/// hexadecimal digits that tell outsiders nothing. Processes with the same
/// secret agree, and a token is good as long as somebody is at that address.
/// Never changes: one for all loops.
class session_tokens {
public:
  using token = std::array<char, 16>;

  session_tokens(const membership& members, codecs::sip_key secret);

  token of(membership::position x) const noexcept;
  /// Nobody if the text is no token, or whose it was has left.
  std::optional<membership::position>
  holder(std::string_view text) const noexcept;

private:
  std::vector<std::uint64_t> digests_; // by position
  std::vector<std::pair<std::uint64_t, membership::position>> holders_;
};

} // namespace troupe::actors
