#include "runtime/net/pipe_store.hpp"

#include <cstddef>
#include <new>
#include <utility>

namespace troupe::runtime::net {

namespace {

constexpr std::size_t kept = 16;

} // namespace

pipe_store::pipe pipe_store::take() noexcept {
  if (!idle_.empty()) {
    auto* last = idle_.back().release();
    idle_.pop_back();
    return pipe{last, deleter{this}};
  }
  auto made = splice_pipe::make();
  if (!made)
    return nullptr;
  return pipe{new (std::nothrow) splice_pipe{*std::move(made)}, deleter{this}};
}

void pipe_store::put(splice_pipe* x) noexcept {
  auto owned = std::unique_ptr<splice_pipe>{x};
  if (owned->held() == 0 && idle_.size() < kept) {
    try {
      idle_.push_back(std::move(owned));
    } catch (const std::bad_alloc&) {
      // Then it is closed.
    }
  }
}

} // namespace troupe::runtime::net
