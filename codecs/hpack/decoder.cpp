#include "codecs/hpack/decoder.hpp"

#include "codecs/hpack/huffman.hpp"

#include <algorithm>

namespace troupe::codecs::hpack {

namespace {

bool read_string(cursor& in, text_arena& decoded, std::string_view& to) {
  constexpr auto is_coded = std::uint8_t{0x80};
  if (in.at == in.end)
    return false;
  auto coded = (*in.at & is_coded) != 0;
  std::uint32_t size;
  if (!read_integer(in, 7, size) || size > in.rest())
    return false;
  to = in.take(size);
  if (!coded)
    return true;
  auto* text = decoded.take(huffman_room(size));
  auto* end = huffman_decode(to, text);
  if (!end)
    return false;
  to = {text, static_cast<std::size_t>(end - text)};
  return true;
}

} // namespace

noter::noter(function of) noexcept : of_(of) {
  for (std::size_t i = 0; i < static_table.size(); ++i) {
    auto& x = static_table[i];
    known_[i + 1] = {x.name, x.value, of(x.name, x.value)};
  }
}

decoder::decoder(std::size_t max_table, const noter& notes) noexcept
  : notes_(&notes), most_(std::clamp(max_table, default_limit, largest_limit)) {
  // nop
}

void decoder::require_limit(std::size_t most) noexcept {
  most_ = std::min(most, largest_limit);
  if (most_ < table_.limit()) {
    required_ = is_required_ ? std::min(required_, most_) : most_;
    is_required_ = true;
  }
}

bool decoder::read_updates(cursor& in) noexcept {
  while (in.at != in.end && (*in.at & 0xe0) == size_update) {
    std::uint32_t size;
    if (!read_integer(in, 5, size) || size > most_)
      return false;
    if (is_required_ && size > required_)
      return false;
    is_required_ = false;
    table_.limit(size);
  }
  return !is_required_;
}

bool decoder::read_name(reader& from, unsigned prefix) {
  std::uint32_t index;
  if (!read_integer(from.in, prefix, index))
    return false;
  if (index == 0)
    return read_string(from.in, from.decoded, from.told.name);
  auto* x = find(index, from.told);
  if (x)
    from.told.name = x->name;
  return x != nullptr;
}

const field* decoder::read(reader& from) {
  auto first = *from.in.at;
  auto& told = from.told;
  if (first >= indexed) {
    std::uint32_t index;
    if (!read_integer(from.in, 7, index) || index == 0)
      return nullptr;
    return find(index, told);
  }
  auto is_kept = first >= incremental;
  if (!is_kept && first >= size_update)
    return nullptr;
  if (!read_name(from, is_kept ? 6 : 4)
      || !read_string(from.in, from.decoded, told.value))
    return nullptr;
  told.note = (*notes_)(told.name, told.value);
  told.never_indexed = !is_kept && first >= never_indexed;
  if (is_kept && table_.add(told.name, told.value, told.note)) {
    told.name = table_.name(table_[0]);
    told.value = table_.value(table_[0]);
  }
  return &told;
}

} // namespace troupe::codecs::hpack
