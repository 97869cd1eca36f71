#include "runtime/tls/identity_book.hpp"

#include <algorithm>
#include <utility>

namespace troupe::runtime::tls {

void identity_book::add_to(std::vector<identity>& some, const identity& x) {
  if (std::ranges::none_of(some, [&](auto& y) { return y.kind() == x.kind(); }))
    some.push_back(x);
}

void identity_book::add(identity x, std::span<const std::string> names) {
  auto& facts = x.facts();
  for (auto& name : names.empty() ? std::span{facts.names} : names)
    add_to(names_[name], x);
  // Of another kind, it stands beside the first if it is for the same names.
  if (default_.empty() || default_.front().facts().names == facts.names)
    add_to(default_, x);
  all_.push_back(std::move(x));
}

std::span<const identity> identity_book::find(std::string_view name) const {
  auto* found = name.empty() ? nullptr : names_.find(name);
  return found ? *found : default_;
}

} // namespace troupe::runtime::tls
