#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <new>
#include <utility>

namespace troupe::actors {

/// Values of any types, one of each: what stages remember of an exchange or of
/// a connection. Made when first asked for, destroyed in the opposite order.
/// The first few small ones need no allocation.
class state_bag {
public:
  state_bag() = default;
  state_bag(const state_bag&) = delete;
  state_bag& operator=(const state_bag&) = delete;
  ~state_bag() { clear(); }

  /// The value of that type, made with T{} if there was none.
  template <class T>
  T& get() {
    static_assert(alignof(T) <= alignof(std::max_align_t));
    if (auto* x = find<T>())
      return *x;
    auto* x = new (room(sizeof(node<T>), alignof(node<T>))) node<T>{};
    x->next = last_;
    last_ = x;
    return x->value;
  }

  /// The value of that type, or nullptr.
  template <class T>
  T* find() noexcept {
    for (auto* x = last_; x != nullptr; x = x->next)
      if (x->type == &tag<T>)
        return &static_cast<node<T>*>(x)->value;
    return nullptr;
  }

  template <class T>
  const T* find() const noexcept {
    return const_cast<state_bag*>(this)->find<T>();
  }

  void clear() noexcept {
    while (last_ != nullptr) {
      auto* x = std::exchange(last_, last_->next);
      x->destroy(x);
      if (!is_near(x))
        ::operator delete(static_cast<void*>(x));
    }
    used_ = 0;
  }

private:
  struct node_base {
    const void* type;
    void (*destroy)(node_base*) noexcept;
    node_base* next = nullptr;
  };

  template <class T>
  static constexpr char tag = 0;

  template <class T>
  struct node : node_base {
    node()
      : node_base{&tag<T>, [](node_base* x) noexcept {
                    std::destroy_at(static_cast<node*>(x));
                  }} {
      // nop
    }
    T value{};
  };

  void* room(std::size_t size, std::size_t alignment) {
    auto at = (used_ + alignment - 1) / alignment * alignment;
    if (at + size > near_.size())
      return ::operator new(size);
    used_ = at + size;
    return near_.data() + at;
  }

  bool is_near(const node_base* x) const noexcept {
    auto* at = reinterpret_cast<const std::byte*>(x);
    return at >= near_.data() && at < near_.data() + near_.size();
  }

  alignas(std::max_align_t) std::array<std::byte, 256> near_;
  std::size_t used_ = 0;
  node_base* last_ = nullptr;
};

} // namespace troupe::actors
