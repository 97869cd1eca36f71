#include "runtime/config/suggest.hpp"

#include <algorithm>
#include <vector>

namespace troupe::runtime::config {

namespace {

std::string folded(std::string_view x) {
  std::string result{x};
  for (auto& c : result) {
    if (c >= 'A' && c <= 'Z')
      c = static_cast<char>(c - 'A' + 'a');
    else if (c == '-')
      c = '_';
  }
  return result;
}

} // namespace

std::size_t distance(std::string_view a, std::string_view b) {
  // Optimal string alignment: three rows of the usual table will do.
  std::vector<std::size_t> before(b.size() + 1);
  std::vector<std::size_t> above(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j)
    row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    before.swap(above);
    above.swap(row);
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      auto wrong = above[j - 1] + (a[i - 1] == b[j - 1] ? 0u : 1u);
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, wrong});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = std::min(row[j], before[j - 2] + 1);
    }
  }
  return row[b.size()];
}

std::string_view suggest(std::string_view word,
                         std::span<const std::string_view> candidates) {
  // Nobody mistypes that much; and the table stays small.
  constexpr std::size_t longest = 64;
  if (word.empty() || word.size() > longest)
    return {};
  auto said = folded(word);
  std::string_view nearest;
  std::string_view longer;
  std::size_t how_many_longer = 0;
  auto least = std::max<std::size_t>(1, word.size() / 3) + 1;
  for (auto candidate : candidates) {
    if (candidate.size() > longest)
      continue;
    auto other = folded(candidate);
    auto slips = distance(said, other);
    if (slips < least && slips < candidate.size()) {
      least = slips;
      nearest = candidate;
    }
    if (other.starts_with(said)) {
      longer = candidate;
      ++how_many_longer;
    }
  }
  // "warn" is far from "warning" and yet it says which one.
  if (nearest.empty() && how_many_longer == 1 && word.size() >= 3)
    return longer;
  return nearest;
}

std::string did_you_mean(std::string_view word,
                         std::span<const std::string_view> candidates) {
  auto best = suggest(word, candidates);
  return best.empty() ? std::string{}
                      : " (did you mean '" + std::string{best} + "'?)";
}

} // namespace troupe::runtime::config
