#include "codecs/coding/encoder_store.hpp"

#include <algorithm>
#include <vector>

namespace troupe::codecs::coding {

namespace {

/// To begin a message with a zstd encoder that is there costs half of what it
/// costs to make one and encode 4 KB. With the others it makes no difference,
/// and brotli's cannot begin again.
constexpr bool is_worth_keeping(kind x) noexcept {
  return x == kind::zstd;
}

/// Messages of one thread overlap only while their origins or clients pause.
constexpr auto most_kept = std::size_t{4};

} // namespace

struct encoder_store::shelf {
  struct kept_encoder {
    std::unique_ptr<encoder> x;
    kind coding;
    int level;
  };

  explicit shelf(std::size_t most) : most(most) { kept.reserve(most_kept); }

  std::unique_ptr<encoder> take(kind coding, int level) {
    auto i = std::find_if(kept.begin(), kept.end(), [&](auto& x) {
      return x.coding == coding && x.level == level;
    });
    if (i == kept.end())
      return nullptr;
    auto x = std::move(i->x);
    kept.erase(i);
    return x;
  }

  /// Drops what is kept until there is so much room.
  bool make_room(std::size_t wanted) {
    while (used + wanted > most && !kept.empty()) {
      auto& oldest = kept.front();
      used -= memory_of(oldest.coding, oldest.level);
      kept.erase(kept.begin());
    }
    return used + wanted <= most;
  }

  const std::size_t most;
  std::size_t used = 0; // lent and kept
  std::vector<kept_encoder> kept;
};

encoder_store::encoder_store(std::size_t most)
  : shelf_(std::make_shared<shelf>(most)) {
  // nop
}

encoder_store::encoder_store(const encoder_store& x)
  : encoder_store(x.shelf_->most) {
  // nop
}

encoder_store::lent_encoder encoder_store::lend(kind x, int level) {
  auto made = shelf_->take(x, level);
  if (!made) {
    auto size = memory_of(x, level);
    if (!shelf_->make_room(size))
      return {};
    made = make_encoder(x, level);
    shelf_->used += size;
  }
  auto back = give_back{};
  back.to_ = shelf_;
  back.coding_ = x;
  back.level_ = level;
  return {made.release(), std::move(back)};
}

void encoder_store::give_back::operator()(encoder* x) const noexcept {
  auto owned = std::unique_ptr<encoder>{x};
  if (is_worth_keeping(coding_) && to_->kept.size() < most_kept) {
    owned->reset();
    to_->kept.push_back({std::move(owned), coding_, level_});
  } else {
    to_->used -= memory_of(coding_, level_);
  }
}

} // namespace troupe::codecs::coding
