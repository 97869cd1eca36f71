#pragma once

#include "codecs/base/octets.hpp"
#include "codecs/base/text_arena.hpp"
#include "codecs/hpack/dynamic_table.hpp"
#include "codecs/hpack/integer.hpp"
#include "codecs/hpack/static_table.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace troupe::codecs::hpack {

/// One field as it was told.
struct field {
  std::string_view name;
  std::string_view value;
  std::uint32_t note = 0;
  /// Whoever passes it on must not index it either (RFC 7541 section 6.2.3).
  bool never_indexed = false;
};

/// What its user wants to know of a field whenever it is told, such as whether
/// it is legal: found out once when a literal is read, and kept with the
/// table's entry. For the static table that is here, so there is one noter in a
/// program for each function, which outlives the decoders.
class noter {
public:
  using function
    = std::uint32_t (*)(std::string_view name, std::string_view value) noexcept;

  explicit noter(function of) noexcept;

  std::uint32_t operator()(std::string_view name,
                           std::string_view value) const noexcept {
    return of_(name, value);
  }
  /// `index` is one of the static table.
  const field& known(std::size_t index) const noexcept { return known_[index]; }

private:
  function of_;
  std::array<field, first_dynamic> known_{};
};

/// Reads header blocks of one direction of a connection (RFC 7541 section 3).
/// Owns its table, which has at most the size that we have told, or the default
/// if that is more; borrows the octets for a block.
class decoder {
public:
  /// `max_table`: the SETTINGS_HEADER_TABLE_SIZE that we tell. Where it is less
  /// than the default, the peer may use that until it knows.
  decoder(std::size_t max_table, const noter& notes) noexcept;
  decoder(std::size_t max_table, const noter&& notes) = delete;

  /// The peer has acknowledged a SETTINGS_HEADER_TABLE_SIZE: a larger table
  /// must become as small at the beginning of the next block (section 4.2).
  void require_limit(std::size_t most) noexcept;

  /// All of one block: to(const field&) for each, in order; views are borrowed
  /// for the call. False: a compression error. The connection is of no use
  /// then.
  template <class F>
  bool decode(octets block, F&& to) {
    auto from = reader{block};
    if (!begin(from.in))
      return false;
    while (from.in.at != from.in.end) {
      auto* x = next(from);
      if (!x)
        return false;
      to(*x);
    }
    return true;
  }

  /// As RFC 7541 section 4.1 counts.
  std::size_t table_size() const noexcept { return table_.size(); }
  std::size_t table_limit() const noexcept { return table_.limit(); }

private:
  /// Of one block.
  struct reader {
    explicit reader(octets block) noexcept
      : in{reinterpret_cast<const std::uint8_t*>(block.data()),
           reinterpret_cast<const std::uint8_t*>(block.data()) + block.size()} {
      // nop
    }

    cursor in;
    text_arena decoded; // strings that were Huffman-coded
    field told;
  };

  static constexpr auto indexed = std::uint8_t{0x80};
  static constexpr auto incremental = std::uint8_t{0x40};
  static constexpr auto size_update = std::uint8_t{0x20};
  static constexpr auto never_indexed = std::uint8_t{0x10};

  bool begin(cursor& in) noexcept {
    auto is_update = in.at != in.end && (*in.at & 0xe0) == size_update;
    return is_update || is_required_ ? read_updates(in) : true;
  }
  bool read_updates(cursor& in) noexcept;

  /// Null: malformed.
  const field* next(reader& from) {
    auto first = *from.in.at;
    if (first > indexed && first < 0xff) [[likely]] {
      ++from.in.at;
      return find(first & 0x7f, from.told);
    }
    return read(from);
  }

  /// Null: there is none.
  const field* find(std::size_t index, field& told) const noexcept {
    if (index < first_dynamic)
      return &notes_->known(index);
    auto i = index - first_dynamic;
    if (i >= table_.count())
      return nullptr;
    auto& x = table_[i];
    told = {table_.name(x), table_.value(x), x.note};
    return &told;
  }

  const field* read(reader& from);
  bool read_name(reader& from, unsigned prefix);

  const noter* notes_;
  dynamic_table<std::uint32_t> table_;
  std::size_t most_; // that an update may ask for
  std::size_t required_ = 0;
  bool is_required_ = false;
};

} // namespace troupe::codecs::hpack
