#pragma once

#include <utility>
#include <variant>

namespace troupe::codecs {

/// Either a value or the reason there is none. The shape of std::expected,
/// spelled out so that clang 14 (fuzzers, clang-tidy) and GCC 12 agree on it.
/// Taking what is not there throws std::bad_variant_access: a bug of ours.
template <class T, class E>
class [[nodiscard]] result {
public:
  result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  result(E error) : state_(std::in_place_index<1>, std::move(error)) {}

  bool ok() const noexcept { return state_.index() == 0; }
  explicit operator bool() const noexcept { return ok(); }

  const T& operator*() const& { return std::get<0>(state_); }
  T& operator*() & { return std::get<0>(state_); }
  T&& operator*() && { return std::get<0>(std::move(state_)); }
  const T* operator->() const { return &std::get<0>(state_); }
  T* operator->() { return &std::get<0>(state_); }

  const E& error() const { return std::get<1>(state_); }

private:
  std::variant<T, E> state_;
};

} // namespace troupe::codecs
