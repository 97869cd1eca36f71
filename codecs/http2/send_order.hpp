#pragma once

#include "codecs/http2/priority.hpp"

#include <array>
#include <bit>
#include <cstdint>
#include <utility>

namespace troupe::codecs::http2 {

/// Who has something to send, in the order in which they do (RFC 9218 section
/// 10): the most urgent first, of those in the order in which they came, but
/// what is incremental takes turns. Owns none of them; each is in it once at
/// most, and must leave before its end.
class send_order {
public:
  /// What is ordered has one.
  class place {
  public:
    bool in_line() const noexcept { return previous_ != nullptr; }
    const priority& wish() const noexcept { return wish_; }

  private:
    friend class send_order;

    place* previous_ = nullptr;
    place* next_ = nullptr;
    priority wish_;
  };

  send_order() noexcept {
    for (auto& x : lists_)
      x.previous_ = x.next_ = &x;
  }
  send_order(const send_order&) = delete;
  send_order& operator=(const send_order&) = delete;

  bool empty() const noexcept { return filled_ == 0; }

  /// Null: nobody.
  place* first() const noexcept {
    return empty() ? nullptr
                   : lists_[static_cast<std::size_t>(std::countr_zero(filled_))]
                       .next_;
  }

  /// Behind those of the same urgency, unless it is there.
  void add(place& x) noexcept {
    if (x.in_line())
      return;
    auto& list = list_of(x);
    x.previous_ = std::exchange(list.previous_, &x);
    x.next_ = &list;
    x.previous_->next_ = &x;
    filled_ |= bit_of(x);
  }

  void remove(place& x) noexcept {
    if (!x.in_line())
      return;
    x.previous_->next_ = x.next_;
    x.next_->previous_ = x.previous_;
    x.previous_ = x.next_ = nullptr;
    if (auto& list = list_of(x); list.next_ == &list)
      filled_ &= ~bit_of(x);
  }

  /// It has had its turn.
  void pass_on(place& x) noexcept {
    if (!x.wish_.incremental)
      return;
    remove(x);
    add(x);
  }

  void change(place& x, priority wish) noexcept {
    auto was_there = x.in_line();
    remove(x);
    x.wish_ = wish;
    if (was_there)
      add(x);
  }

private:
  static constexpr std::size_t urgencies = 8;

  static std::uint32_t bit_of(const place& x) noexcept {
    return 1u << x.wish_.urgency;
  }
  place& list_of(const place& x) noexcept { return lists_[x.wish_.urgency]; }

  std::array<place, urgencies> lists_; // rings
  std::uint32_t filled_ = 0;           // a bit for each that is not empty
};

} // namespace troupe::codecs::http2
