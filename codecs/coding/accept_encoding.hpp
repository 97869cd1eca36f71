#pragma once

#include "codecs/coding/kind.hpp"
#include "codecs/fields/map.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace troupe::codecs::coding {

/// Which content codings a client wants (RFC 9110 section 12.5.3). Elements
/// that are not of the RFC's form are ignored, and so are codings that we do
/// not know; of two for one coding, the first counts.
class accept_encoding {
public:
  /// All lines of that field are one list.
  explicit accept_encoding(const fields::map& request);

  /// Did the client say anything? An empty field says "no coding, please".
  bool stated() const noexcept { return stated_; }

  /// May that coding be sent? To a client that said nothing, any; without
  /// coding, unless it is excluded by name or by "*;q=0".
  bool accepts(kind x) const noexcept;

  /// What the client likes best of what the server offers, and of equals what
  /// stands first. Identity is always on offer, at the end if not named. It is
  /// what a client gets that said nothing, for many such cannot decode; and
  /// nothing is what one gets that excludes all.
  std::optional<kind> choose(std::span<const kind> offered) const noexcept;

private:
  static constexpr auto unlisted = std::int16_t{-1};

  struct offer {
    std::optional<kind> best;
    int weight = 0;
  };

  void read(std::string_view element);
  int weight(kind x) const noexcept;
  void consider(kind x, offer& so_far) const noexcept;

  std::array<std::int16_t, kind_count> weights_; // in thousandths
  std::int16_t others_ = unlisted;               // that of "*"
  bool stated_ = false;
};

} // namespace troupe::codecs::coding
