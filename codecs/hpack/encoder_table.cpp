#include "codecs/hpack/encoder_table.hpp"

#include <utility>

namespace troupe::codecs::hpack {

std::size_t encoder_table::find_name(const query& x) const noexcept {
  if (table_.count() == 0)
    return none;
  auto hash = hash_of_name(x.key, x.name);
  return search(heads_[place(hash)].name, &links::older_name,
                [&](const links& y, const auto& entry) {
                  return y.key == x.key
                         && (x.key != by_text
                             || same(table_.name(entry), x.name));
                });
}

void encoder_table::link(std::size_t i) noexcept {
  auto& x = table_.note(i);
  auto number = table_.added() - static_cast<std::uint32_t>(i);
  auto name = hash_of_name(x.key, table_.name(table_[i]));
  x.older_field = std::exchange(heads_[place(x.hash)].field, number);
  x.older_name = std::exchange(heads_[place(name)].name, number);
}

void encoder_table::add(const query& x) {
  if (!table_.add(x.name, x.value, {x.hash, x.key}))
    return;
  if (heads_.size() == table_.capacity())
    return link(0);
  heads_ = heads(table_.capacity());
  for (auto i = table_.count(); i > 0; --i)
    link(i - 1);
}

} // namespace troupe::codecs::hpack
