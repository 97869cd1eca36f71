#include "codecs/coding/accept_encoding.hpp"

#include "codecs/base/ascii.hpp"
#include "codecs/fields/list.hpp"

#include <algorithm>
#include <cstddef>

namespace troupe::codecs::coding {

namespace {

constexpr auto most = 1000;

// qvalue (RFC 9110 section 12.4.2) in thousandths.
std::optional<int> read_qvalue(std::string_view text) noexcept {
  constexpr auto longest = std::string_view{"0.000"}.size();
  if (text.empty() || text.size() > longest)
    return std::nullopt;
  if (text[0] != '0' && text[0] != '1')
    return std::nullopt;
  if (text.size() > 1 && text[1] != '.')
    return std::nullopt;
  auto value = (text[0] - '0') * most;
  auto place = most / 10;
  for (auto c : text.substr(std::min<std::size_t>(text.size(), 2))) {
    if (!is_digit(c))
      return std::nullopt;
    value += (c - '0') * place;
    place /= 10;
  }
  if (value > most)
    return std::nullopt;
  return value;
}

// weight, without its OWS and ";".
std::optional<int> read_weight(std::string_view text) noexcept {
  if (text.size() < 2 || to_lower(text[0]) != 'q' || text[1] != '=')
    return std::nullopt;
  return read_qvalue(text.substr(2));
}

} // namespace

accept_encoding::accept_encoding(const fields::map& request)
  : stated_(request.has(fields::name::accept_encoding)) {
  weights_.fill(unlisted);
  fields::for_each_element(request, fields::name::accept_encoding,
                           [this](auto element) { read(element); });
}

void accept_encoding::read(std::string_view element) {
  auto semicolon = element.find(';');
  auto name = trim(element.substr(0, semicolon));
  auto weight = std::optional{most};
  if (semicolon != element.npos)
    weight = read_weight(trim(element.substr(semicolon + 1)));
  auto known = find_kind(name);
  if (!weight || (!known && name != "*"))
    return;
  auto& place = known ? weights_[static_cast<std::size_t>(*known)] : others_;
  if (place == unlisted)
    place = static_cast<std::int16_t>(*weight);
}

int accept_encoding::weight(kind x) const noexcept {
  if (auto own = weights_[static_cast<std::size_t>(x)]; own != unlisted)
    return own;
  // "*" can exclude identity, but does not ask for it: acceptable by default
  // is less than wanted.
  if (x == kind::identity)
    return others_ == 0 ? 0 : 1;
  return others_ == unlisted ? 0 : others_;
}

bool accept_encoding::accepts(kind x) const noexcept {
  return !stated_ || weight(x) > 0;
}

void accept_encoding::consider(kind x, offer& so_far) const noexcept {
  if (auto w = weight(x); w > so_far.weight)
    so_far = {x, w};
}

std::optional<kind>
accept_encoding::choose(std::span<const kind> offered) const noexcept {
  if (!stated_)
    return kind::identity;
  offer best;
  for (auto x : offered)
    consider(x, best);
  consider(kind::identity, best);
  return best.best;
}

} // namespace troupe::codecs::coding
