#pragma once

#include "codecs/base/block_pool.hpp"
#include "codecs/hpack/dynamic_table.hpp"
#include "codecs/hpack/words.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace troupe::codecs::hpack {

/// A dynamic table in which entries are found by what they say. Whatever a peer
/// has us say, a search looks at no more entries than there are, and compares
/// texts only where 32 bits of hash are the same.
class encoder_table {
public:
  /// A field that is to be said. Borrowed.
  struct query {
    std::uint32_t key; ///< of the name, or `by_text`
    std::uint32_t hash;
    std::string_view name;
    std::string_view value;
  };

  static constexpr auto by_text = std::uint32_t{0};
  static constexpr auto none = static_cast<std::size_t>(-1);

  static query make_query(std::uint32_t key, std::string_view name,
                          std::string_view value) noexcept {
    return {key, hash_of(value, hash_of_name(key, name)), name, value};
  }

  std::size_t limit() const noexcept { return table_.limit(); }
  void limit(std::size_t n) noexcept {
    table_.limit(n);
    if (table_.capacity() == 0)
      heads_ = heads{};
  }

  /// The last entry with that key, if it says that: as most do, and without a
  /// look at what the hash is. None if there is doubt.
  std::size_t find_last(std::uint32_t key,
                        std::string_view value) const noexcept {
    if (table_.count() == 0)
      return none;
    auto number = heads_[place(hash_of_name(key, {}))].name;
    auto i = std::size_t{table_.added() - number};
    if (i >= table_.count())
      return none;
    auto& entry = table_[i];
    return entry.note.key == key && same(table_.value(entry), value) ? i : none;
  }

  /// The entry that says it, as dynamic_table counts; or none.
  std::size_t find(const query& x) const noexcept {
    if (table_.count() == 0)
      return none;
    return search(heads_[place(x.hash)].field, &links::older_field,
                  [&](const links& y, const auto& entry) {
                    return y.hash == x.hash && y.key == x.key
                           && same(table_.value(entry), x.value)
                           && (x.key != by_text
                               || same(table_.name(entry), x.name));
                  });
  }

  /// One with that name; or none.
  std::size_t find_name(const query& x) const noexcept;

  /// As dynamic_table::add() does.
  void add(const query& x);

private:
  // Entries are chained by number, the last one first; what is evicted ends a
  // chain. Numbers count from 1, so that 0 is of none, or evicted long ago.
  struct links {
    std::uint32_t hash = 0;
    std::uint32_t key = 0;
    std::uint32_t older_field = 0;
    std::uint32_t older_name = 0;
  };

  struct head {
    std::uint32_t field = 0;
    std::uint32_t name = 0;
  };

  static std::uint32_t hash_of_name(std::uint32_t key,
                                    std::string_view name) noexcept {
    return key == by_text ? hash_of(name, 0) : key * 0x9e3779b1u;
  }

  std::size_t place(std::uint32_t hash) const noexcept {
    return hash & (heads_.size() - 1);
  }

  template <class F>
  std::size_t search(std::uint32_t number, std::uint32_t links::*older,
                     F&& is_it) const noexcept {
    auto i = std::size_t{table_.added() - number};
    while (i < table_.count()) {
      auto& entry = table_[i];
      if (is_it(entry.note, entry))
        return i;
      // Numbers come round: whatever one meets, the way goes on.
      auto next = std::size_t{table_.added() - entry.note.*older};
      if (next <= i)
        break;
      i = next;
    }
    return none;
  }

  void link(std::size_t i) noexcept;

  using heads = std::vector<head, pool_allocator<head>>;

  dynamic_table<links> table_;
  heads heads_; // by hash; as many as there may be entries
};

} // namespace troupe::codecs::hpack
