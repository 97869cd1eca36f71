#include "actors/listener/guest_list.hpp"

namespace troupe::actors {

bool guest_list::reserve(std::size_t most) noexcept {
  if (!everywhere)
    return most == 0 || size_ < most;
  if (everywhere->fetch_add(1, std::memory_order_relaxed) < most || most == 0)
    return true;
  unreserve();
  return false;
}

void guest_list::unreserve() noexcept {
  if (everywhere)
    everywhere->fetch_sub(1, std::memory_order_relaxed);
}

void guest::enter_list(guest_list& list, bool reserved) noexcept {
  list_ = &list;
  next_ = list.first_;
  if (next_)
    next_->previous_ = this;
  list.first_ = this;
  ++list.size_;
  if (!reserved && list.everywhere)
    list.everywhere->fetch_add(1, std::memory_order_relaxed);
}

void guest::leave_list() noexcept {
  if (!list_)
    return;
  auto& list = *list_;
  if (list.walking_ == this)
    list.walking_ = next_;
  (previous_ ? previous_->next_ : list.first_) = next_;
  if (next_)
    next_->previous_ = previous_;
  list_ = nullptr;
  --list.size_;
  list.unreserve();
  if (list.on_leave)
    list.on_leave();
}

template <class Visit>
void guest_list::visit(Visit&& each) {
  walking_ = first_;
  while (walking_) {
    auto* x = walking_;
    walking_ = x->next_;
    each(*x);
  }
}

void guest_list::drain() {
  draining_ = true;
  visit([](guest& x) { x.on_drain(); });
}

void guest_list::stop() {
  draining_ = stopped_ = true;
  visit([](guest& x) { x.on_stop(); });
}

} // namespace troupe::actors
