#include "runtime/time/timer_wheel.hpp"

#include <algorithm>
#include <bit>

namespace troupe::runtime::time {

static_assert(sizeof(timer) <= 48, "each connection has one or two");

namespace {

using detail::timer_link;

constexpr auto tick_length
  = static_cast<std::uint64_t>(duration{timer_wheel::tick}.count());

std::uint64_t raw(steady_point x) {
  return static_cast<std::uint64_t>(x.time_since_epoch().count());
}

void make_empty(timer_link& head) {
  head.previous = &head;
  head.next = &head;
}

bool is_empty(const timer_link& head) {
  return head.next == &head;
}

void unlink(timer_link& x) {
  x.previous->next = x.next;
  x.next->previous = x.previous;
}

void push_back(timer_link& head, timer_link& x) {
  x.previous = head.previous;
  x.next = &head;
  head.previous->next = &x;
  head.previous = &x;
}

/// Puts all of `from` at the end of `to`.
void move_all(timer_link& from, timer_link& to) {
  if (is_empty(from))
    return;
  from.next->previous = to.previous;
  from.previous->next = &to;
  to.previous->next = from.next;
  to.previous = from.previous;
  make_empty(from);
}

} // namespace

void timer::cancel() noexcept {
  if (wheel_)
    wheel_->remove(*this);
}

timer_wheel::timer_wheel(steady_point start) noexcept : start_(start) {
  make_empty(taken_out_);
  for (auto& head : slots_)
    make_empty(head);
}

timer_wheel::~timer_wheel() {
  for (auto& head : slots_)
    move_all(head, taken_out_);
  for (auto* x = taken_out_.next; x != &taken_out_; x = x->next)
    static_cast<timer*>(x)->wheel_ = nullptr;
}

void timer_wheel::arm(timer& x, steady_point due) noexcept {
  x.cancel();
  x.due_ = due;
  auto ticks = ticks_at(due);
  if (point_at(ticks) < due)
    ++ticks; // never early
  x.rings_at_ = std::max(ticks, earliest_);
  insert(x);
}

std::size_t timer_wheel::turn(steady_point now) {
  const auto target = std::max(ticks_at(now), current_);
  // A handler that arms what is due already would keep us here for ever.
  earliest_ = target + 1;
  auto rang = ring_taken_out();
  for (auto at = first_slot(); at && at->begins <= target; at = first_slot()) {
    current_ = std::max(current_, at->begins);
    if (at->level == 0)
      rang += ring(*at);
    else
      sort_anew(*at);
  }
  // No slot begins before the target, so each timer still is where it would be
  // put if it were armed now.
  current_ = std::max(current_, target);
  earliest_ = current_;
  return rang;
}

std::optional<steady_point> timer_wheel::next() const noexcept {
  if (!is_empty(taken_out_))
    return point_at(current_);
  if (auto at = first_slot())
    return point_at(at->begins);
  return std::nullopt;
}

std::uint64_t timer_wheel::ticks_at(steady_point x) const noexcept {
  return x <= start_ ? 0 : (raw(x) - raw(start_)) / tick_length;
}

steady_point timer_wheel::point_at(std::uint64_t ticks) const noexcept {
  const auto room = raw(steady_point::max()) - raw(start_);
  if (ticks > room / tick_length)
    return steady_point::max();
  return start_ + duration{static_cast<duration::rep>(ticks * tick_length)};
}

timer_wheel::link& timer_wheel::slot(std::size_t level,
                                     std::uint64_t ticks) noexcept {
  const auto digit = (ticks >> (level * digit_bits)) % slots_a_level;
  return slots_[level * slots_a_level + digit];
}

/// All of a level comes before all of the next: they agree with `current_` in
/// the digits above theirs.
std::optional<timer_wheel::place> timer_wheel::first_slot() const noexcept {
  if (levels_in_use_ == 0)
    return std::nullopt;
  const auto level = static_cast<std::size_t>(std::countr_zero(levels_in_use_));
  const auto digit
    = static_cast<std::uint64_t>(std::countr_zero(slots_in_use_[level]));
  const auto shift = level * digit_bits;
  const auto above = current_ >> (shift + digit_bits) << (shift + digit_bits);
  return place{.level = level, .begins = above | digit << shift};
}

void timer_wheel::insert(timer& x) noexcept {
  // The level is that of the highest digit in which now and then differ.
  const auto differs = (current_ ^ x.rings_at_) | 1;
  const auto level
    = static_cast<std::size_t>(std::bit_width(differs) - 1) / digit_bits;
  const auto digit = (x.rings_at_ >> (level * digit_bits)) % slots_a_level;
  push_back(slot(level, x.rings_at_), x);
  slots_in_use_[level] |= std::uint64_t{1} << digit;
  levels_in_use_ |= std::uint64_t{1} << level;
  x.wheel_ = this;
}

void timer_wheel::remove(timer& x) noexcept {
  unlink(x);
  x.wheel_ = nullptr;
  if (x.next == x.previous) // what is left is the slot itself
    mark_empty(*x.next);
}

void timer_wheel::sort_anew(const place& where) noexcept {
  auto& head = slot(where.level, where.begins);
  link moving;
  make_empty(moving);
  move_all(head, moving);
  mark_empty(head);
  while (!is_empty(moving)) {
    auto& x = static_cast<timer&>(*moving.next);
    unlink(x);
    insert(x);
  }
}

std::size_t timer_wheel::ring(const place& where) {
  auto& head = slot(where.level, where.begins);
  move_all(head, taken_out_);
  mark_empty(head);
  return ring_taken_out();
}

std::size_t timer_wheel::ring_taken_out() {
  auto rang = std::size_t{0};
  while (!is_empty(taken_out_)) {
    auto& x = static_cast<timer&>(*taken_out_.next);
    unlink(x);
    x.wheel_ = nullptr;
    ++rang;
    x.owner_->on_timer(); // which may be the end of x
  }
  return rang;
}

void timer_wheel::mark_empty(const link& head) noexcept {
  if (!is_empty(head) || &head == &taken_out_)
    return;
  const auto index = static_cast<std::size_t>(&head - slots_.data());
  const auto level = index / slots_a_level;
  slots_in_use_[level] &= ~(std::uint64_t{1} << index % slots_a_level);
  if (slots_in_use_[level] == 0)
    levels_in_use_ &= ~(std::uint64_t{1} << level);
}

} // namespace troupe::runtime::time
