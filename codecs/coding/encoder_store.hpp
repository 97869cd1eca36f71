#pragma once

#include "codecs/coding/encoder.hpp"
#include "codecs/coding/kind.hpp"

#include <cstddef>
#include <memory>

namespace troupe::codecs::coding {

/// The encoders of one thread: how many there may be is a matter of memory, and
/// those that are dear to make are lent again. A copy is a store of its own,
/// and empty. What is lent may outlive the store.
class encoder_store {
public:
  class give_back;
  using lent_encoder = std::unique_ptr<encoder, give_back>;

  /// `most` octets, by memory_of(), in all that are lent or kept.
  explicit encoder_store(std::size_t most);
  encoder_store(const encoder_store& x);
  encoder_store& operator=(const encoder_store&) = delete;

  /// For one message, or nullptr if that would be too much memory.
  lent_encoder lend(kind x, int level);

private:
  struct shelf;

  std::shared_ptr<shelf> shelf_;
};

class encoder_store::give_back {
public:
  give_back() = default;
  void operator()(encoder* x) const noexcept;

private:
  friend class encoder_store;

  std::shared_ptr<shelf> to_;
  kind coding_ = kind::identity;
  int level_ = 0;
};

} // namespace troupe::codecs::coding
