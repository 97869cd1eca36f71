#include "codecs/http/trace_context.hpp"

#include "codecs/base/ascii.hpp"
#include "codecs/fields/list.hpp"

#include <algorithm>
#include <vector>

namespace troupe::codecs::http {

namespace {

using fields::name;

constexpr std::uint64_t sampled_flag = 1;
constexpr std::uint64_t random_flag = 2;

/// Lower case only, as section 3.2 has it.
std::optional<std::uint64_t> parse_hex(std::string_view text) noexcept {
  auto result = std::uint64_t{0};
  for (auto c : text) {
    auto value = hex_value(c);
    if (value < 0 || to_lower(c) != c)
      return std::nullopt;
    result = result << 4 | static_cast<std::uint64_t>(value);
  }
  return result;
}

char* put_hex(char* at, std::uint64_t value, int digits) noexcept {
  for (auto i = digits; i-- > 0; value >>= 4)
    at[i] = "0123456789abcdef"[value & 15];
  return at + digits;
}

std::uint64_t other_than_zero(random_source& random) {
  for (;;)
    if (auto x = random.next(); x != 0)
      return x;
}

// -- tracestate --------------------------------------------------------------

constexpr std::size_t longest_key = 256;
constexpr std::size_t longest_value = 256;
constexpr std::size_t first_to_go = 128;

/// Level 2, section 3.3.1.3.1: begins with a letter or a digit.
bool is_key(std::string_view x) noexcept {
  auto is_lower = [](char c) { return c >= 'a' && c <= 'z'; };
  auto fits = [&](char c) {
    return is_lower(c) || is_digit(c)
           || std::string_view{"_-*/@"}.find(c) != std::string_view::npos;
  };
  return !x.empty() && x.size() <= longest_key
         && (is_lower(x.front()) || is_digit(x.front()))
         && std::all_of(x.begin(), x.end(), fits);
}

/// Visible ASCII and blanks, without the list's own signs; no blank at the end.
bool is_value(std::string_view x) noexcept {
  auto fits
    = [](char c) { return c >= 0x20 && c <= 0x7e && c != ',' && c != '='; };
  return !x.empty() && x.size() <= longest_value && x.back() != ' '
         && std::all_of(x.begin(), x.end(), fits);
}

bool is_member(std::string_view x) noexcept {
  const auto equals = x.find('=');
  return equals != x.npos && is_key(x.substr(0, equals))
         && is_value(x.substr(equals + 1));
}

std::string_view key_of(std::string_view member) noexcept {
  return member.substr(0, member.find('='));
}

std::size_t joined_size(const std::vector<std::string_view>& members) noexcept {
  auto size = members.empty() ? 0 : members.size() - 1;
  for (auto x : members)
    size += x.size();
  return size;
}

void shorten(std::vector<std::string_view>& members) {
  for (auto i = members.size();
       i-- > 0 && joined_size(members) > max_tracestate;)
    if (members[i].size() > first_to_go)
      members.erase(members.begin() + static_cast<std::ptrdiff_t>(i));
  while (joined_size(members) > max_tracestate)
    members.pop_back();
}

} // namespace

// -- traceparent -------------------------------------------------------------

std::optional<trace_parent>
parse_trace_parent(std::string_view value) noexcept {
  constexpr std::size_t length = 55; // of version 00
  if (value.size() < length || value[2] != '-' || value[35] != '-'
      || value[52] != '-')
    return std::nullopt;
  const auto version = parse_hex(value.substr(0, 2));
  if (!version || *version == 0xff)
    return std::nullopt;
  if (value.size() > length && (*version == 0 || value[length] != '-'))
    return std::nullopt;
  const auto high = parse_hex(value.substr(3, 16));
  const auto low = parse_hex(value.substr(19, 16));
  const auto parent = parse_hex(value.substr(36, 16));
  const auto flags = parse_hex(value.substr(53, 2));
  if (!high || !low || !parent || !flags || (*high | *low) == 0 || *parent == 0)
    return std::nullopt;
  return trace_parent{.trace = {.high = *high, .low = *low},
                      .parent = static_cast<span_id>(*parent),
                      .sampled = (*flags & sampled_flag) != 0,
                      .random = (*flags & random_flag) != 0};
}

trace_parent_text::trace_parent_text(const trace_parent& x) noexcept {
  const auto flags
    = (x.sampled ? sampled_flag : 0) | (x.random ? random_flag : 0);
  auto* at = put_hex(text_.data(), 0, 2);
  *at++ = '-';
  at = put_hex(put_hex(at, x.trace.high, 16), x.trace.low, 16);
  *at++ = '-';
  at = put_hex(at, static_cast<std::uint64_t>(x.parent), 16);
  *at++ = '-';
  put_hex(at, flags, 2);
}

trace_parent new_trace(random_source& random, bool sampled) {
  auto high = random.next();
  auto low = other_than_zero(random);
  return {.trace = {.high = high, .low = low},
          .parent = static_cast<span_id>(other_than_zero(random)),
          .sampled = sampled,
          .random = true};
}

trace_parent child_of(const trace_parent& x, random_source& random) {
  auto result = x;
  result.parent = static_cast<span_id>(other_than_zero(random));
  return result;
}

// -- tracestate --------------------------------------------------------------

std::string joined_tracestate(const fields::map& all) {
  auto members = std::vector<std::string_view>{};
  auto sound = true;
  fields::for_each_element(all, name::tracestate, [&](std::string_view x) {
    auto is_same = [x](auto y) { return key_of(x) == key_of(y); };
    sound = sound && members.size() < max_tracestate_members && is_member(x)
            && std::none_of(members.begin(), members.end(), is_same);
    if (sound)
      members.push_back(x);
  });
  auto result = std::string{};
  if (!sound)
    return result;
  shorten(members);
  for (auto x : members) {
    if (!result.empty())
      result += ',';
    result += x;
  }
  return result;
}

std::optional<trace_context> read_trace_context(const fields::map& all) {
  if (!all.has(name::traceparent) || all.repeated(name::traceparent))
    return std::nullopt;
  auto parent = parse_trace_parent(all.get(name::traceparent));
  if (!parent)
    return std::nullopt;
  return trace_context{.parent = *parent, .state = joined_tracestate(all)};
}

} // namespace troupe::codecs::http
