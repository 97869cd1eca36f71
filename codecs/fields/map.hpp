#pragma once

#include "codecs/fields/name.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace troupe::codecs::fields {

/// One field line. Borrowed: the views are valid as long as what they point
/// into, that is the octets that were parsed, or the map for what was added.
struct field {
  std::string_view name;  ///< as it was spelled
  std::string_view value; ///< without the white space around it
  fields::name id = fields::name::other;
  /// Stands in memory as a whole line, from name.data() to the CRLF that
  /// follows the value at once: neighbours can be copied in one piece.
  bool whole_line = false;
};

/// Fields in the order, the case and the number in which they came. Known
/// names are found by number. Made to be used again: clear() keeps the memory,
/// so that a head costs no allocation once the map has seen one as large.
class map {
public:
  bool empty() const noexcept { return fields_.empty(); }
  std::size_t size() const noexcept { return fields_.size(); }
  auto begin() const noexcept { return fields_.begin(); }
  auto end() const noexcept { return fields_.end(); }
  const field& operator[](std::size_t i) const noexcept { return fields_[i]; }

  bool has(name id) const noexcept;
  /// The first of that name, or nullptr.
  const field* find(name id) const noexcept;
  const field* find(std::string_view name) const noexcept;
  /// The value of the first, or the other value.
  std::string_view get(name id, std::string_view otherwise = {}) const noexcept;
  /// How many lines have that name.
  std::size_t count(name id) const noexcept;

  /// Borrows the text: for parsers, and for text that outlives the map.
  void append_view(const field& x);
  /// Copies the text into the map.
  void append(std::string_view name, std::string_view value);
  /// Replaces all lines of that name by one, in the place of the first.
  void set(std::string_view name, std::string_view value);
  /// Removes all lines of that name; returns how many there were.
  std::size_t erase(name id);
  std::size_t erase(std::string_view name);
  void clear() noexcept;

  /// After the octets that the views point into were moved, for instance out of
  /// a receive buffer: what pointed at from[n] points at to[n]. Text that the
  /// map owns stays.
  void rebase(std::string_view from, const char* to) noexcept;

private:
};

} // namespace troupe::codecs::fields
