#pragma once

#include "runtime/net/splice_pipe.hpp"

#include <memory>
#include <vector>

namespace troupe::runtime::net {

/// Pipes that are empty and wait for the next large body: making one costs
/// more than moving a piece through it. A few for each loop.
class pipe_store {
public:
  /// Comes back by destruction, if it is empty; else it is closed.
  class deleter {
  public:
    explicit deleter(pipe_store* home = nullptr) noexcept : home_(home) {}
    void operator()(splice_pipe* x) const noexcept { home_->put(x); }

  private:
    pipe_store* home_;
  };
  using pipe = std::unique_ptr<splice_pipe, deleter>;

  pipe_store() = default;
  pipe_store(const pipe_store&) = delete;
  pipe_store& operator=(const pipe_store&) = delete;

  /// None if there are no descriptors left: then copy.
  pipe take() noexcept;

private:
  void put(splice_pipe* x) noexcept;

  std::vector<std::unique_ptr<splice_pipe>> idle_;
};

} // namespace troupe::runtime::net
