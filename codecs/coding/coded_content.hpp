#pragma once

#include "codecs/coding/kind.hpp"
#include "codecs/fields/map.hpp"

#include <cstddef>
#include <optional>

namespace troupe::codecs::coding {

/// What Content-Encoding lists but for identity, which says nothing.
struct coding_list {
  std::size_t size = 0;
  std::optional<kind> last; ///< if we know it

  /// There is one, and we know it.
  bool can_be_undone() const noexcept { return size == 1 && last; }
};

coding_list codings_of(const fields::map& head);

/// Cache-Control: no-transform (RFC 9110 section 7.7).
bool forbids_transformation(const fields::map& head);

} // namespace troupe::codecs::coding
