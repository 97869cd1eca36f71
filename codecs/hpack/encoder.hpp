#pragma once

#include "codecs/fields/name.hpp"
#include "codecs/hpack/encoder_table.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace troupe::codecs::hpack {

/// Writes header blocks of one direction of a connection (RFC 7541): begin(),
/// then each field, for they mean something in the order of the connection
/// only. Owns its table, borrows fields for a call. What repeats is indexed;
/// what hardly does, and what is secret (section 7.1.3), is not.
class encoder {
public:
  /// `most`: of the table, whatever the peer allows.
  explicit encoder(std::size_t most = default_limit) noexcept;

  /// The peer's SETTINGS_HEADER_TABLE_SIZE. It is told at the beginning of the
  /// next block what becomes of it (section 4.2): the smallest since the last
  /// block, and the last.
  void set_limit(std::size_t peer_allows) noexcept;

  /// A block begins: appends updates of the table's size, if any.
  void begin(std::string& to) {
    if (smallest_ != table_.limit() || wanted_ != table_.limit())
      update_limit(to);
  }

  /// Appends one field. `name` is that of `id` unless this is `other`; capitals
  /// of `other` become small.
  void add(std::string& to, fields::name id, std::string_view name,
           std::string_view value);

  /// The same for one that came so, and must not be indexed by anybody (section
  /// 6.2.3).
  void add_never_indexed(std::string& to, fields::name id,
                         std::string_view name, std::string_view value);

  /// Appends a pseudo-field. `name_index` is that of the first entry of the
  /// static table with this name: 1, 2, 4, 6 or 8. Others, such as `:protocol`,
  /// are like fields whose name is `other`.
  void add_pseudo(std::string& to, std::size_t name_index,
                  std::string_view value);

private:
  void update_limit(std::string& to);
  void add_other(std::string& to, std::string_view name,
                 std::string_view value);
  void add_other_pseudo(std::string& to, std::size_t name_index,
                        std::string_view value);
  bool add_known(std::string& to, std::size_t entry);
  bool add_last(std::string& to, std::uint32_t key, std::string_view value);
  void add_repeated(std::string& to, const encoder_table::query& x,
                    std::size_t name_index);
  void add_new(std::string& to, const encoder_table::query& x,
               std::size_t name_index);

  encoder_table table_;
  std::size_t most_;
  std::size_t smallest_; // since the last block
  std::size_t wanted_;
};

} // namespace troupe::codecs::hpack
