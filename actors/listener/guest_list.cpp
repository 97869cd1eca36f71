#include "actors/listener/guest_list.hpp"

namespace troupe::actors {

void guest::enter_list(guest_list& list) noexcept {
  list_ = &list;
  next_ = list.first_;
  if (next_)
    next_->previous_ = this;
  list.first_ = this;
  ++list.size_;
  if (list.everywhere)
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
  if (list.everywhere)
    list.everywhere->fetch_sub(1, std::memory_order_relaxed);
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
