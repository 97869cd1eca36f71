#include "actors/access_log/field_notes.hpp"

#include <algorithm>

namespace troupe::actors {

namespace {

bool matches(const wanted_fields::name& wanted,
             const codecs::fields::field& x) noexcept {
  return wanted.id == x.id
         && (x.id != codecs::fields::name::other
             || codecs::fields::same_name(wanted.text, x.name));
}

} // namespace

std::size_t wanted_fields::add(std::string_view name) {
  auto known = std::find_if(names_.begin(), names_.end(), [&](auto& x) {
    return codecs::fields::same_name(x.text, name);
  });
  auto number = static_cast<std::size_t>(known - names_.begin());
  if (known == names_.end())
    names_.push_back({std::string{name}, codecs::fields::find_name(name)});
  return number;
}

void field_notes::clear() noexcept {
  text_.clear();
  request_.clear();
  response_.clear();
}

void field_notes::take(pieces& to, const wanted_fields& wanted,
                       const codecs::fields::map& fields) {
  to.clear();
  for (auto& name : wanted) {
    auto& x = to.emplace_back(piece{.begin = text_.size()});
    if (name.id != codecs::fields::name::other && !fields.has(name.id))
      continue;
    for (auto& field : fields) {
      if (!matches(name, field))
        continue;
      if (x.there)
        text_.append(", ");
      text_.append(field.value);
      x.there = true;
    }
    x.size = text_.size() - x.begin;
  }
}

std::optional<std::string_view>
field_notes::value(const pieces& from, std::size_t i) const noexcept {
  if (i >= from.size() || !from[i].there)
    return std::nullopt;
  return std::string_view{text_}.substr(from[i].begin, from[i].size);
}

} // namespace troupe::actors
