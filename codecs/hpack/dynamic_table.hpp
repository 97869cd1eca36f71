#pragma once

#include "codecs/base/block_pool.hpp"
#include "codecs/hpack/text_window.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace troupe::codecs::hpack {

/// The limit before anybody changes it (RFC 9113 section 6.5.2).
inline constexpr auto default_limit = std::size_t{4096};
/// Nobody has that much to say, and positions of texts have 32 bits.
inline constexpr auto largest_limit = std::size_t{1} << 29;

/// What one side of a connection has said and the other remembers (RFC 7541
/// section 4). With each entry goes a note of its user. Owns the texts; costs
/// nothing while it is empty, and never more than about three times the limit.
template <class Note>
class dynamic_table {
public:
  struct entry {
    std::uint32_t position = 0;
    std::uint32_t name_size = 0;
    std::uint32_t value_size = 0;
    Note note{};
  };

  /// As the RFC counts.
  static constexpr std::size_t size_of(std::string_view name,
                                       std::string_view value) noexcept {
    return name.size() + value.size() + overhead;
  }

  std::size_t limit() const noexcept { return limit_; }
  /// Evicts what has no room any more. At most largest_limit.
  void limit(std::size_t n) noexcept {
    limit_ = n;
    evict(0);
    if (count_ == 0)
      release();
  }

  /// How many entries there are.
  std::size_t count() const noexcept { return count_; }
  /// As the RFC counts.
  std::size_t size() const noexcept { return size_; }
  /// How many there ever were, modulo 2^32: entry i was number added() - 1 - i.
  std::uint32_t added() const noexcept { return added_; }
  /// Most of the entries that there is memory for; a power of two, or 0.
  std::size_t capacity() const noexcept { return entries_.size(); }

  /// The last that was added is entry 0. Borrowed until the next change.
  const entry& operator[](std::size_t i) const noexcept {
    return entries_[place(added_ - 1 - static_cast<std::uint32_t>(i))];
  }
  Note& note(std::size_t i) noexcept {
    return entries_[place(added_ - 1 - static_cast<std::uint32_t>(i))].note;
  }

  std::string_view name(const entry& x) const noexcept {
    return {texts_.at(x.position), x.name_size};
  }
  std::string_view value(const entry& x) const noexcept {
    return {texts_.at(x.position) + x.name_size, x.value_size};
  }

  /// Both may be texts of this table, even of an entry that is evicted for it.
  /// False: it is larger than the table, which is empty then; its octets are
  /// still there.
  bool add(std::string_view name, std::string_view value, const Note& note) {
    auto size = size_of(name, value);
    evict(size);
    if (size > limit_)
      return false;
    if (count_ == entries_.size())
      grow();
    auto position = texts_.add(name, value, oldest(), limit_);
    entries_[place(added_++)]
      = {position, static_cast<std::uint32_t>(name.size()),
         static_cast<std::uint32_t>(value.size()), note};
    ++count_;
    size_ += size;
    return true;
  }

private:
  static constexpr auto overhead = std::size_t{32};
  static constexpr auto first_capacity = std::size_t{8};

  std::size_t place(std::uint32_t number) const noexcept {
    return number & mask_;
  }

  std::uint32_t oldest() const noexcept {
    return count_ == 0 ? texts_.end() : (*this)[count_ - 1].position;
  }

  /// So that there is room for that.
  void evict(std::size_t size) noexcept {
    while (count_ > 0 && size_ + size > limit_) {
      auto& x = (*this)[count_ - 1];
      size_ -= x.name_size + x.value_size + overhead;
      --count_;
    }
  }

  void grow() {
    auto next = entries(std::max(2 * entries_.size(), first_capacity));
    auto before = mask_;
    next.swap(entries_);
    mask_ = static_cast<std::uint32_t>(entries_.size() - 1);
    for (auto i = count_; i > 0; --i) {
      auto number = added_ - static_cast<std::uint32_t>(i);
      entries_[place(number)] = next[number & before];
    }
  }

  void release() noexcept {
    entries_ = entries{};
    texts_.clear();
  }

  using entries = std::vector<entry, pool_allocator<entry>>;

  entries entries_; // a ring
  text_window texts_;
  std::uint32_t mask_ = 0; // of places in it
  std::uint32_t added_ = 0;
  std::size_t limit_ = default_limit;
  std::size_t size_ = 0;
  std::size_t count_ = 0;
};

} // namespace troupe::codecs::hpack
