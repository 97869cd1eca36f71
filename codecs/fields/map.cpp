#include "codecs/fields/map.hpp"

#include "codecs/base/rebase.hpp"

#include <algorithm>

namespace troupe::codecs::fields {

namespace {

// The question whether a field has a name, asked of many fields.
auto named(std::string_view text) noexcept {
  return [text, id = find_name(text)](const field& x) {
    return x.id == id && (id != name::other || same_name(x.name, text));
  };
}

} // namespace

const field* map::find(std::string_view name) const noexcept {
  if (auto id = find_name(name); id != name::other)
    return find(id);
  auto i = std::find_if(fields_.begin(), fields_.end(), named(name));
  return i != fields_.end() ? &*i : nullptr;
}

std::size_t map::search(name id) const noexcept {
  auto i = std::find_if(fields_.begin() + far, fields_.end(),
                        [id](const field& x) { return x.id == id; });
  return static_cast<std::size_t>(i - fields_.begin());
}

std::string_view map::get(name id, std::string_view otherwise) const noexcept {
  auto* x = find(id);
  return x != nullptr ? x->value : otherwise;
}

std::size_t map::count(name id) const noexcept {
  if (!repeated(id))
    return has(id) ? 1 : 0;
  auto n = std::count_if(fields_.begin(), fields_.end(),
                         [id](const field& x) { return x.id == id; });
  return static_cast<std::size_t>(n);
}

void map::append_view(const field& x) {
  append_resolved(x);
  if (x.id == name::other) {
    auto id = find_name(x.name);
    fields_.back().id = id;
    note(id, fields_.size() - 1);
  }
}

void map::append_views(const map& x) {
  for (auto& field : x)
    append_resolved(field);
}

std::string_view map::keep(std::string_view text) {
  auto* copy = text_.take(text.size());
  std::copy(text.begin(), text.end(), copy);
  return {copy, text.size()};
}

void map::set(std::string_view name, std::string_view value) {
  auto* found = find(name);
  if (found == nullptr)
    return append(name, value);
  auto* first = &fields_[static_cast<std::size_t>(found - fields_.data())];
  *first = copy_of(name, value, find_name(name));
  auto same = named(first->name);
  erase_if([&](const field& x) { return &x > first && same(x); });
}

std::size_t map::erase(name id) {
  return has(id) ? erase_if([id](const field& x) { return x.id == id; }) : 0;
}

std::size_t map::erase(std::string_view name) {
  return erase_if(named(name));
}

template <class Predicate>
std::size_t map::erase_if(Predicate matches) {
  auto kept = std::remove_if(fields_.begin(), fields_.end(), matches);
  auto erased = static_cast<std::size_t>(fields_.end() - kept);
  if (erased == 0)
    return 0;
  fields_.erase(kept, fields_.end());
  present_ = {};
  repeated_ = {};
  for (std::size_t i = 0; i < fields_.size(); ++i)
    note(fields_[i].id, i);
  return erased;
}

void map::rebase(std::string_view from, const char* to) noexcept {
  for (auto& x : fields_) {
    codecs::rebase(x.name, from, to);
    codecs::rebase(x.value, from, to);
  }
}

} // namespace troupe::codecs::fields
