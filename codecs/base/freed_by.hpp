#pragma once

namespace troupe::codecs {

/// Gives back what a C library has made: the deleter of a std::unique_ptr.
template <auto Free>
struct freed_by {
  template <class T>
  void operator()(T* x) const noexcept {
    Free(x);
  }
};

} // namespace troupe::codecs
