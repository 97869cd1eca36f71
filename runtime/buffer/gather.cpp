#include "runtime/buffer/gather.hpp"

namespace troupe::runtime::buffer {

namespace {

constexpr std::size_t worth_borrowing = 2048;

} // namespace

void gather::borrow(codecs::octets piece) {
  if (piece.size() < worth_borrowing)
    text_.append(codecs::as_text(piece));
  else
    pieces_.push_back({.text_end = text_.size(), .octets = piece});
}

template <class Visit>
void gather::for_each(Visit&& visit) const {
  auto all = codecs::as_octets(text_);
  auto from = std::size_t{0};
  for (auto& x : pieces_) {
    if (x.text_end > from)
      visit(all.subspan(from, x.text_end - from));
    from = x.text_end;
    visit(x.octets);
  }
  if (from < all.size())
    visit(all.subspan(from));
}

net::io_outcome gather::flush(net::stream& to, byte_queue& rest, bool last) {
  auto outcome = net::io_outcome{};
  if (empty())
    return outcome;
  if (!rest.empty()) {
    for_each([&](codecs::octets x) { rest.append(x); });
    clear();
    return outcome;
  }
  if (pieces_.empty()) {
    outcome = to.write(codecs::as_octets(text_), last);
  } else {
    vector_.clear();
    for_each([&](codecs::octets x) {
      // The kernel reads only, but its interface does not say so.
      vector_.push_back({const_cast<std::byte*>(x.data()), x.size()});
    });
    outcome = to.write(std::span<const iovec>{vector_}, last);
  }
  if (outcome.state != net::io_state::failed) {
    auto left = outcome.octets;
    for_each([&](codecs::octets x) {
      if (left >= x.size()) {
        left -= x.size();
      } else {
        rest.append(x.subspan(left));
        left = 0;
      }
    });
  }
  clear();
  return outcome;
}

void gather::clear() noexcept {
  text_.clear();
  pieces_.clear();
}

} // namespace troupe::runtime::buffer
