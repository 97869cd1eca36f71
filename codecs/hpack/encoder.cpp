#include "codecs/hpack/encoder.hpp"

#include "codecs/base/ascii.hpp"
#include "codecs/hpack/huffman.hpp"
#include "codecs/hpack/integer.hpp"
#include "codecs/hpack/static_table.hpp"
#include "codecs/hpack/words.hpp"

#include <algorithm>
#include <array>

namespace troupe::codecs::hpack {

namespace {

using fields::name;

// -- what is indexed ----------------------------------------------------------

enum class policy : std::uint8_t { incremental, without, never };

struct rule {
  policy how = policy::incremental;
  std::uint8_t index = 0; ///< of the name in the static table
};

constexpr auto make_rules() {
  std::array<rule, static_cast<std::size_t>(name::last_)> rules{};
  for (std::size_t i = 0; i < rules.size(); ++i)
    rules[i].index
      = static_cast<std::uint8_t>(static_index(static_cast<name>(i)));
  auto set = [&](policy how, auto... names) {
    ((rules[static_cast<std::size_t>(names)].how = how), ...);
  };
  // Another one in each message, or with each thing that is asked for.
  set(policy::without, name::age, name::content_length, name::content_range,
      name::etag, name::if_modified_since, name::if_none_match, name::if_range,
      name::location, name::range, name::set_cookie, name::traceparent,
      name::x_request_id);
  set(policy::never, name::authorization, name::proxy_authorization);
  return rules;
}

constexpr auto rules = make_rules();

// RFC 7541 section 7.1.3: what is short can be guessed.
constexpr auto shortest_indexed_cookie = std::size_t{20};

policy policy_of(const rule& x, name id, std::string_view value) noexcept {
  if (id == name::cookie && value.size() < shortest_indexed_cookie)
    return policy::never;
  return x.how;
}

// -- representations (section 6) ----------------------------------------------

struct representation {
  unsigned flags;
  unsigned prefix;
};

constexpr auto indexed = representation{0x80, 7};
constexpr auto incremental = representation{0x40, 6};
constexpr auto size_update = representation{0x20, 5};
constexpr auto never_indexed = representation{0x10, 4};
constexpr auto without_indexing = representation{0x00, 4};

void append(std::string& to, const representation& how, std::size_t value) {
  append_integer(to, how.flags, how.prefix, value);
}

void append_string(std::string& to, std::string_view text) {
  constexpr auto shortest_coded = std::size_t{3};
  if (text.size() >= shortest_coded) {
    if (auto size = huffman_size(text); size < text.size()) {
      append_integer(to, 0x80, 7, size);
      return huffman_encode(to, text, size);
    }
  }
  append_integer(to, 0x00, 7, text.size());
  to.append(text);
}

void append_literal(std::string& to, const representation& how,
                    std::size_t name_index, std::string_view name,
                    std::string_view value) {
  append(to, how, name_index);
  if (name_index == 0)
    append_string(to, name);
  append_string(to, value);
}

// -- names that have no number ------------------------------------------------

/// Whether one of its octets is a capital.
bool has_capitals(std::uint64_t word) noexcept {
  constexpr auto each = std::uint64_t{0x0101010101010101};
  auto low = word & 0x7f * each;
  auto from_a = low + (0x80 - 'A') * each;
  auto beyond_z = low + (0x7f - 'Z') * each;
  return (from_a & ~beyond_z & ~word & 0x80 * each) != 0;
}

bool has_capitals(std::string_view text) noexcept {
  if (text.size() < 8)
    return has_capitals(load_short(text.data(), text.size()));
  auto* last = text.data() + text.size() - 8;
  for (auto* at = text.data(); at < last; at += 8)
    if (has_capitals(load<std::uint64_t>(at)))
      return true;
  return has_capitals(load<std::uint64_t>(last));
}

/// A name in lower case: the text itself, mostly.
class lower_name {
public:
  explicit lower_name(std::string_view text) : text_(text) {
    if (has_capitals(text))
      convert();
  }
  lower_name(const lower_name&) = delete;
  lower_name& operator=(const lower_name&) = delete;

  std::string_view text() const noexcept { return text_; }

private:
  void convert() {
    auto* to = room_.data();
    if (text_.size() > room_.size()) {
      long_.resize(text_.size());
      to = long_.data();
    }
    std::transform(text_.begin(), text_.end(), to, to_lower);
    text_ = {to, text_.size()};
  }

  std::string_view text_;
  std::array<char, 64> room_;
  std::string long_;
};

// -- pseudo-fields ------------------------------------------------------------

constexpr auto path_index = std::size_t{4};

/// The entry of the static table that says it; 0 if there is none. Spelled out,
/// for comparisons with what the compiler knows cost next to nothing.
std::size_t find_pseudo(std::size_t name_index,
                        std::string_view value) noexcept {
  switch (name_index) {
    case 1: return value.empty() ? 1 : 0;
    case 2: return value == "GET" ? 2 : value == "POST" ? 3 : 0;
    case path_index: return value == "/" ? 4 : value == "/index.html" ? 5 : 0;
    case 6: return value == "http" ? 6 : value == "https" ? 7 : 0;
    default: break;
  }
  for (std::size_t i = 8; i <= 14; ++i)
    if (same(static_table[i - 1].value, value))
      return i;
  return 0;
}

/// What encoder_table knows a pseudo-field by.
constexpr std::uint32_t key_of_pseudo(std::size_t name_index) noexcept {
  return static_cast<std::uint32_t>(name::last_)
         + static_cast<std::uint32_t>(name_index);
}

} // namespace

encoder::encoder(std::size_t most) noexcept
  : most_(std::min(most, largest_limit)),
    smallest_(std::min(most_, default_limit)), wanted_(smallest_) {
  // nop
}

void encoder::set_limit(std::size_t peer_allows) noexcept {
  wanted_ = std::min(most_, peer_allows);
  smallest_ = std::min(smallest_, wanted_);
}

void encoder::update_limit(std::string& to) {
  for (auto limit : {smallest_, wanted_}) {
    if (limit == table_.limit())
      continue;
    append(to, size_update, limit);
    table_.limit(limit);
  }
  smallest_ = wanted_;
}

inline bool encoder::add_known(std::string& to, std::size_t entry) {
  if (entry == encoder_table::none)
    return false;
  append(to, indexed, first_dynamic + entry);
  return true;
}

inline bool encoder::add_last(std::string& to, std::uint32_t key,
                              std::string_view value) {
  return add_known(to, table_.find_last(key, value));
}

void encoder::add_repeated(std::string& to, const encoder_table::query& x,
                           std::size_t name_index) {
  if (!add_known(to, table_.find(x)))
    add_new(to, x, name_index);
}

void encoder::add_new(std::string& to, const encoder_table::query& x,
                      std::size_t name_index) {
  if (name_index == 0)
    if (auto i = table_.find_name(x); i != encoder_table::none)
      name_index = first_dynamic + i;
  // One that drives most others out is worth less than they are.
  auto size = dynamic_table<int>::size_of(x.name, x.value);
  if (size > table_.limit() / 4 * 3)
    return append_literal(to, without_indexing, name_index, x.name, x.value);
  append_literal(to, incremental, name_index, x.name, x.value);
  table_.add(x);
}

void encoder::add(std::string& to, name id, std::string_view name,
                  std::string_view value) {
  if (id == name::other)
    return add_other(to, name, value);
  auto& rule = rules[static_cast<std::size_t>(id)];
  if (rule.index != 0 && same(static_table[rule.index - 1].value, value))
    return append(to, indexed, rule.index);
  auto how = policy_of(rule, id, value);
  if (how != policy::incremental)
    return append_literal(
      to, how == policy::never ? never_indexed : without_indexing, rule.index,
      lower_case(id), value);
  auto key = static_cast<std::uint32_t>(id);
  if (!add_last(to, key, value))
    add_repeated(to, encoder_table::make_query(key, lower_case(id), value),
                 rule.index);
}

void encoder::add_other(std::string& to, std::string_view name,
                        std::string_view value) {
  auto lower = lower_name{name};
  add_repeated(
    to, encoder_table::make_query(encoder_table::by_text, lower.text(), value),
    0);
}

void encoder::add_never_indexed(std::string& to, name id, std::string_view name,
                                std::string_view value) {
  if (id == name::other)
    append_literal(to, never_indexed, 0, lower_name{name}.text(), value);
  else
    append_literal(to, never_indexed, static_index(id), lower_case(id), value);
}

void encoder::add_pseudo(std::string& to, std::size_t name_index,
                         std::string_view value) {
  if (auto i = find_pseudo(name_index, value); i != 0)
    return append(to, indexed, i);
  add_other_pseudo(to, name_index, value);
}

void encoder::add_other_pseudo(std::string& to, std::size_t name_index,
                               std::string_view value) {
  auto name = static_table[name_index - 1].name;
  if (name_index == path_index)
    return append_literal(to, without_indexing, name_index, name, value);
  auto key = key_of_pseudo(name_index);
  if (!add_last(to, key, value))
    add_repeated(to, encoder_table::make_query(key, name, value), name_index);
}

} // namespace troupe::codecs::hpack
