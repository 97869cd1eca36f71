#pragma once

#include <memory>

namespace troupe::test {

/// For who would share it, of somebody who outlives him.
template <class T>
std::shared_ptr<T> borrowed(T& x) {
  return {std::shared_ptr<void>{}, &x};
}

} // namespace troupe::test
