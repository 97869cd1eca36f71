#pragma once

#include "codecs/base/block_pool.hpp"
#include "codecs/base/text_arena.hpp"
#include "codecs/fields/name.hpp"
#include "codecs/fields/name_set.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace troupe::codecs::fields {

/// One field line. Borrowed: the views are valid as long as what they point
/// into, that is the octets that were parsed, or the map for what was added.
struct field {
  std::string_view name;  ///< as it was spelled
  std::string_view value; ///< without the white space around it
  fields::name id = fields::name::other;
  /// Stands in memory as a whole line: from name.data() on there are the name,
  /// a colon, any blanks, the value and, without blanks before it, the CRLF.
  /// So neighbours can be copied in one piece, up to value.end() + 2.
  bool whole_line = false;
};

/// Fields in the order, the case and the number in which they came. Known
/// names are found by number. Made to be used again: clear() keeps the memory,
/// so that a head costs no allocation once the map has seen one as large.
/// Moved, but not copied: a copy's views would point into the original.
class map {
public:
  map() = default;
  map(map&& x) noexcept { swap(x); }
  map& operator=(map&& x) noexcept {
    swap(x);
    return *this;
  }

  bool empty() const noexcept { return fields_.empty(); }
  std::size_t size() const noexcept { return fields_.size(); }
  auto begin() const noexcept { return fields_.begin(); }
  auto end() const noexcept { return fields_.end(); }
  const field& operator[](std::size_t i) const noexcept { return fields_[i]; }

  /// Of known names only: has(name::other) is false.
  bool has(name id) const noexcept { return present_.has(id); }
  /// Are there several lines of that known name?
  bool repeated(name id) const noexcept { return repeated_.has(id); }
  /// The first of that name, or nullptr.
  const field* find(name id) const noexcept {
    return has(id) ? &fields_[first_of(id)] : nullptr;
  }
  const field* find(std::string_view name) const noexcept;
  /// The value of the first, or the other value.
  std::string_view get(name id, std::string_view otherwise = {}) const noexcept;
  /// How many lines have that name.
  std::size_t count(name id) const noexcept;

  /// Borrows the text: for parsers, and for text that outlives the map. The
  /// number is looked up if `x` has none.
  void append_view(const field& x);
  /// The same for who has looked it up: `x.id` is what find_name() says.
  void append_resolved(const field& x) {
    if (fields_.capacity() == 0)
      fields_.reserve(usual_size);
    fields_.push_back(x);
    note(x.id, fields_.size() - 1);
  }
  /// Appends views of what `x` has, which outlives the map, and so does what it
  /// borrows.
  void append_views(const map& x);
  /// Copies the text into the map: it lives until clear().
  std::string_view keep(std::string_view text);
  /// Copies the text into the map.
  void append(std::string_view name, std::string_view value) {
    append(name, value, find_name(name));
  }
  /// The same for who has looked it up: `id` is what find_name() says.
  void append(std::string_view name, std::string_view value, fields::name id) {
    append_resolved(copy_of(name, value, id));
  }
  /// Replaces all lines of that name by one, in the place of the first; or
  /// appends it.
  void set(std::string_view name, std::string_view value);
  /// Removes all lines of that name; returns how many there were.
  std::size_t erase(name id);
  std::size_t erase(std::string_view name);
  void clear() noexcept {
    fields_.clear();
    text_.clear();
    present_ = {};
    repeated_ = {};
  }

  void swap(map& x) noexcept {
    fields_.swap(x.fields_);
    text_.swap(x.text_);
    std::swap(present_, x.present_);
    std::swap(repeated_, x.repeated_);
    auto mine = first_; // as a whole: std::swap goes octet by octet
    first_ = x.first_;
    x.first_ = mine;
  }

  /// After the octets that the views point into were moved, for instance out of
  /// a receive buffer: what pointed at from[n] points at to[n]. Text that the
  /// map owns stays. For the sake of whole lines, `from` has their CRLF, too.
  void rebase(std::string_view from, const char* to) noexcept;

private:
  static constexpr auto usual_size = std::size_t{8};
  static constexpr auto name_count = static_cast<std::size_t>(name::last_);

  /// Small, for there is one for each name, and heads are exchanged often. What
  /// comes later than it can tell is searched for.
  using place = std::uint8_t;
  static constexpr auto far = std::size_t{std::numeric_limits<place>::max()};

  static constexpr std::size_t index(name id) noexcept {
    return static_cast<std::size_t>(id);
  }

  void note(name id, std::size_t i) noexcept {
    if (present_.has(id)) {
      repeated_.add(id);
      return;
    }
    first_[index(id)] = static_cast<place>(std::min(i, far));
    present_.add(id);
  }

  /// Where the first of a name is that is present.
  std::size_t first_of(name id) const noexcept {
    auto i = std::size_t{first_[index(id)]};
    return i < far ? i : search(id);
  }
  std::size_t search(name id) const noexcept;

  field copy_of(std::string_view name, std::string_view value,
                fields::name id) {
    auto put = [](char* to, std::string_view text) {
      return std::copy(text.begin(), text.end(), to);
    };
    auto* line = text_.take(name.size() + value.size() + 4);
    auto* text = put(put(line, name), ": ");
    put(put(text, value), "\r\n");
    return {.name = {line, name.size()},
            .value = {text, value.size()},
            .id = id,
            .whole_line = true};
  }

  template <class Predicate>
  std::size_t erase_if(Predicate matches);

  std::vector<field, pool_allocator<field>> fields_;
  text_arena text_; // of the fields that were added
  name_set present_;
  name_set repeated_;
  std::array<place, name_count> first_{}; // where, if present
};

} // namespace troupe::codecs::fields
