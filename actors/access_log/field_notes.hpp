#pragma once

#include "codecs/fields/map.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::actors {

/// Which fields the lines of a log show, each with a number that stays. Filled
/// while formats are read; the same name is there once.
class wanted_fields {
public:
  struct name {
    std::string text;
    codecs::fields::name id;
  };

  /// The number of that name, which is added if it is new.
  std::size_t add(std::string_view name);

  bool empty() const noexcept { return names_.empty(); }
  std::size_t size() const noexcept { return names_.size(); }
  auto begin() const noexcept { return names_.begin(); }
  auto end() const noexcept { return names_.end(); }

private:
  std::vector<name> names_;
};

/// The wanted fields of both heads, for the lines of a log. Heads are borrowed
/// memory that is gone when an exchange ends, so their values are copied here
/// while they are there. Made to be used again: clear() keeps the memory.
class field_notes {
public:
  struct wishes {
    wanted_fields request;
    wanted_fields response;
  };

  /// Copies what is wanted; taken again, the later ones count. Lines of the
  /// same name become one, with commas between (RFC 9110 section 5.2).
  void take_request(const wishes& wanted, const codecs::fields::map& fields) {
    take(request_, wanted.request, fields);
  }
  void take_response(const wishes& wanted, const codecs::fields::map& fields) {
    take(response_, wanted.response, fields);
  }

  /// By the number that wanted_fields gave. None if the head did not have it;
  /// borrowed until the next change.
  std::optional<std::string_view> request(std::size_t i) const noexcept {
    return value(request_, i);
  }
  std::optional<std::string_view> response(std::size_t i) const noexcept {
    return value(response_, i);
  }

  void clear() noexcept;

private:
  struct piece {
    std::size_t begin = 0;
    std::size_t size = 0;
    bool there = false;
  };
  using pieces = std::vector<piece>;

  void take(pieces& to, const wanted_fields& wanted,
            const codecs::fields::map& fields);
  std::optional<std::string_view> value(const pieces& from,
                                        std::size_t i) const noexcept;

  std::string text_;
  pieces request_;
  pieces response_;
};

} // namespace troupe::actors
