#pragma once

#include "codecs/base/octets.hpp"

#include <algorithm>
#include <cstddef>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::test {

/// Where a network cuts a stream: the sizes of the pieces, the last of which
/// is used again until the stream ends.
struct cutting {
  std::vector<std::size_t> pieces;

  friend std::ostream& operator<<(std::ostream& out, const cutting& x) {
    out << "pieces of";
    for (auto n : x.pieces)
      out << ' ' << n;
    return out;
  }
};

/// In one piece, in two at every place, and octet by octet.
inline std::vector<cutting> cuttings_of(std::string_view wire) {
  std::vector<cutting> all{{{std::max<std::size_t>(wire.size(), 1)}}, {{1}}};
  for (std::size_t cut = 1; cut < wire.size(); ++cut)
    all.push_back({{cut, wire.size() - cut}});
  return all;
}

/// What a decoder did with its input.
struct fed {
  enum class then { again, wait, stop };

  std::size_t consumed = 0;
  then what = then::again;
};

/// Feeds the wire piece by piece, together with what was not consumed before,
/// and each time from new memory that ends where the input does: a view that is
/// kept, or a look beyond the end, is what the sanitizers are waiting for.
template <class Feed>
void deliver(std::string_view wire, const cutting& cuts, Feed&& feed) {
  std::vector<char> input;
  auto piece = cuts.pieces.begin();
  for (;;) {
    auto n = std::min(*piece, wire.size());
    auto arrived = std::vector<char>(input.size() + n);
    std::copy(input.begin(), input.end(), arrived.begin());
    std::copy_n(wire.begin(), n,
                arrived.begin() + static_cast<std::ptrdiff_t>(input.size()));
    input.swap(arrived);
    wire.remove_prefix(n);
    if (piece + 1 != cuts.pieces.end())
      ++piece;
    auto last = fed{};
    for (;;) {
      last = feed(codecs::as_octets({input.data(), input.size()}));
      if (last.what == fed::then::stop)
        return;
      input.erase(input.begin(),
                  input.begin() + static_cast<std::ptrdiff_t>(last.consumed));
      input.shrink_to_fit();
      if (last.what == fed::then::wait)
        break;
    }
    if (wire.empty())
      return;
  }
}

} // namespace troupe::test
