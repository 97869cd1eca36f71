#include "actors/pipeline/messages.hpp"

#include "actors/exchange/whole_response.hpp"

#include <algorithm>

namespace troupe::actors {

field_snapshot::field_snapshot(const codecs::fields::map& from) {
  auto octets = std::size_t{0};
  for (auto& x : from)
    octets += x.name.size() + x.value.size();
  text_.reserve(octets);
  lines_.reserve(from.size());
  for (auto& x : from) {
    lines_.push_back({.at = static_cast<std::uint32_t>(text_.size()),
                      .name = static_cast<std::uint32_t>(x.name.size()),
                      .value = static_cast<std::uint32_t>(x.value.size())});
    text_.append(x.name).append(x.value);
  }
}

// The numbers may come from another node: text that is not there is empty.

std::string_view field_snapshot::part(std::size_t at,
                                      std::size_t size) const noexcept {
  auto text = std::string_view{text_};
  return text.substr(std::min(at, text.size()), size);
}

std::string_view field_snapshot::name(std::size_t i) const noexcept {
  return part(lines_[i].at, lines_[i].name);
}

std::string_view field_snapshot::value(std::size_t i) const noexcept {
  auto& x = lines_[i];
  return part(std::size_t{x.at} + x.name, x.value);
}

std::string_view field_snapshot::find(std::string_view text) const noexcept {
  for (std::size_t i = 0; i < lines_.size(); ++i)
    if (codecs::fields::same_name(name(i), text))
      return value(i);
  return {};
}

bool make_edits(const std::vector<field_edit>& edits,
                codecs::fields::map& fields) {
  for (auto& edit : edits) {
    if (!may_be_sent({{edit.name, edit.value}}))
      return false;
    switch (edit.what) {
      case field_edit::kind::set: fields.set(edit.name, edit.value); break;
      case field_edit::kind::append:
        fields.append(edit.name, edit.value);
        break;
      case field_edit::kind::remove: fields.erase(edit.name); break;
    }
  }
  return true;
}

} // namespace troupe::actors
