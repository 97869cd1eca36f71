#pragma once

#include "codecs/base/block_pool.hpp"
#include "codecs/http2/connection.hpp"

#include <bit>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace troupe::codecs::http2 {

/// Something small for each stream that is open, such as a pointer: a table
/// with open addressing, for it is looked up several times for each frame. A
/// peer that leaves numbers out, so that many want the same place, makes a
/// search no longer than there are streams. Small when it is empty.
template <class T>
class stream_map {
public:
  bool empty() const noexcept { return size_ == 0; }
  std::size_t size() const noexcept { return size_; }

  /// Null if there is none. Borrowed until the next change.
  T* find(stream_id id) noexcept {
    auto* x = place_of(id);
    return x ? &x->value : nullptr;
  }
  const T* find(stream_id id) const noexcept {
    return const_cast<stream_map*>(this)->find(id);
  }

  /// `id` is not 0, and new.
  void insert(stream_id id, T value) {
    if (2 * (size_ + 1) > places_.size())
      grow();
    put(id, std::move(value));
    ++size_;
  }

  /// Takes it out; a T{} if there is none.
  T extract(stream_id id) noexcept {
    auto* x = place_of(id);
    if (!x)
      return T{};
    auto result = std::move(x->value);
    close_gap(static_cast<std::size_t>(x - places_.data()));
    if (--size_ == 0 && places_.size() > kept_size)
      places_ = table{};
    return result;
  }

  void clear() noexcept {
    places_ = table{};
    size_ = 0;
  }

  /// Calls f(id, value) for each, in no order. It must not change the map.
  template <class F>
  void for_each(F&& f) {
    for (auto& x : places_)
      if (x.id != 0)
        f(x.id, x.value);
  }

private:
  // Powers of two, as all are. What is kept serves as many streams at once as a
  // browser or a load generator opens.
  static constexpr std::size_t first_size = 8;
  static constexpr std::size_t kept_size = 64;

  struct place {
    stream_id id = 0; // of no stream
    T value{};
  };

  // Fibonacci hashing (Knuth, volume 3, section 6.4): numbers that follow each
  // other lie far apart, so that there are gaps where one is taken out.
  std::size_t home_of(stream_id id) const noexcept {
    constexpr auto golden = std::uint32_t{2654435769};
    auto scattered = (static_cast<std::uint32_t>(id) >> 1) * golden;
    return scattered >> (32 - std::countr_zero(places_.size()));
  }
  std::size_t next(std::size_t i) const noexcept {
    return (i + 1) & (places_.size() - 1);
  }

  place* place_of(stream_id id) noexcept {
    if (size_ == 0 || id == 0)
      return nullptr;
    auto i = home_of(id);
    while (places_[i].id != id) {
      if (places_[i].id == 0)
        return nullptr;
      i = next(i);
    }
    return &places_[i];
  }

  /// There is room.
  void put(stream_id id, T value) noexcept {
    auto i = home_of(id);
    while (places_[i].id != 0)
      i = next(i);
    places_[i] = {id, std::move(value)};
  }

  void grow() {
    auto before = table(places_.empty() ? first_size : 2 * places_.size());
    before.swap(places_);
    for (auto& x : before)
      if (x.id != 0)
        put(x.id, std::move(x.value));
  }

  /// Those behind that are not at home may move up.
  void close_gap(std::size_t gap) noexcept {
    for (auto i = next(gap); places_[i].id != 0; i = next(i)) {
      auto mask = places_.size() - 1;
      auto way = (i - home_of(places_[i].id)) & mask;
      if (way < ((i - gap) & mask))
        continue;
      places_[gap] = std::move(places_[i]);
      gap = i;
    }
    places_[gap] = place{};
  }

  using table = std::vector<place, pool_allocator<place>>;

  table places_;
  std::size_t size_ = 0;
};

} // namespace troupe::codecs::http2
