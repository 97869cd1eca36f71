#include "runtime/config/reader.hpp"

#include "runtime/config/duration.hpp"
#include "runtime/config/size.hpp"
#include "runtime/config/suggest.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <system_error>

namespace troupe::runtime::config {

namespace {

// The text of a scalar; otherwise nothing and a finding.
const std::string* text_of(const setting& x, std::string_view wanted,
                           findings& out) {
  if (x.value->what == node::kind::text && !x.value->text.empty())
    return &x.value->text;
  refuse(x, wanted, out);
  return nullptr;
}

void refuse_range(const setting& x, const std::string& least,
                  const std::string& most, findings& out) {
  refuse(x,
         most.empty() ? fmt::format("at least {}", least)
                      : fmt::format("from {} to {}", least, most),
         out);
}

constexpr auto no_bound = std::numeric_limits<std::uint64_t>::max();

// Shared by what counts and what measures: `print` spells a bound. No value is
// one that no integer holds.
template <class Print>
std::optional<std::uint64_t>
within(std::optional<std::uint64_t> value, std::uint64_t least,
       std::uint64_t most, const setting& x, findings& out, Print print) {
  if (value && *value >= least && *value <= most)
    return value;
  auto unbounded = most == no_bound && value;
  refuse_range(x, print(least), unbounded ? std::string{} : print(most), out);
  return std::nullopt;
}

/// Digits with or without a fraction.
std::optional<double> parse_decimal(std::string_view digits) {
  auto result = 0.0;
  auto* end = digits.data() + digits.size();
  auto [rest, error]
    = std::from_chars(digits.data(), end, result, std::chars_format::fixed);
  if (error != std::errc{} || rest != end || !(result >= 0)
      || !std::isfinite(result))
    return std::nullopt;
  return result;
}

} // namespace

place place_of(const setting& x) {
  return x.value->what == node::kind::nothing ? x.at : x.value->at;
}

void refuse(const setting& x, std::string_view wanted, findings& out,
            std::string_view hint) {
  out.add(place_of(x), fmt::format("'{}' should be {}, not {}{}", x.key, wanted,
                                   describe(*x.value), hint));
}

std::optional<std::string> text::operator()(const setting& x,
                                            findings& out) const {
  auto* value = text_of(x, wanted, out);
  return value ? std::optional{*value} : std::nullopt;
}

std::optional<bool> boolean::operator()(const setting& x, findings& out) const {
  constexpr std::string_view wanted = "true or false";
  auto* value = text_of(x, wanted, out);
  if (value == nullptr)
    return std::nullopt;
  if (*value == "true" || *value == "yes" || *value == "on")
    return true;
  if (*value == "false" || *value == "no" || *value == "off")
    return false;
  refuse(x, wanted, out);
  return std::nullopt;
}

std::optional<std::uint64_t> whole_number::operator()(const setting& x,
                                                      findings& out) const {
  std::string_view wanted = off ? "a whole number or off" : "a whole number";
  auto* value = text_of(x, wanted, out);
  if (value == nullptr)
    return std::nullopt;
  if (off && *value == "off")
    return off;
  std::uint64_t number = 0;
  auto* end = value->data() + value->size();
  auto [rest, error] = std::from_chars(value->data(), end, number);
  auto too_large = error == std::errc::result_out_of_range;
  if ((error != std::errc{} && !too_large) || rest != end) {
    refuse(x, wanted, out);
    return std::nullopt;
  }
  return within(too_large ? std::nullopt : std::optional{number}, least, most,
                x, out, [](std::uint64_t n) { return std::to_string(n); });
}

std::optional<std::uint64_t> size::operator()(const setting& x,
                                              findings& out) const {
  std::string_view wanted = off ? "a size such as 512, 64KiB or 1MiB, or off"
                                : "a size such as 512, 64KiB or 1MiB";
  auto* value = text_of(x, wanted, out);
  if (value == nullptr)
    return std::nullopt;
  if (off && *value == "off")
    return off;
  auto octets = parse_size(*value);
  if (octets)
    return within(*octets, least, most, x, out, to_size_string);
  switch (octets.error()) {
    case size_errc::ambiguous:
      refuse(x, wanted, out, " (that is 1000 to some and 1024 to others)");
      break;
    case size_errc::too_large:
      return within(std::nullopt, least, most, x, out, to_size_string);
    case size_errc::not_a_size: refuse(x, wanted, out); break;
  }
  return std::nullopt;
}

std::optional<double> number::operator()(const setting& x,
                                         findings& out) const {
  constexpr std::string_view wanted = "a number such as 2 or 1.5";
  auto* said = text_of(x, wanted, out);
  if (said == nullptr)
    return std::nullopt;
  auto value = parse_decimal(*said);
  if (!value)
    refuse(x, wanted, out);
  return value;
}

std::optional<double> share::operator()(const setting& x, findings& out) const {
  const std::string_view wanted
    = may_be_none ? "a number from 0 to 1, or a percentage"
                  : "a number above 0 and at most 1, or a percentage";
  auto* said = text_of(x, wanted, out);
  if (said == nullptr)
    return std::nullopt;
  auto digits = std::string_view{*said};
  auto of_hundred = digits.ends_with('%');
  if (of_hundred)
    digits.remove_suffix(1);
  auto part = parse_decimal(digits);
  if (part && of_hundred)
    *part /= 100;
  if (part && *part <= 1 && (*part > 0 || may_be_none))
    return part;
  refuse(x, wanted, out);
  return std::nullopt;
}

std::optional<std::chrono::milliseconds>
duration::operator()(const setting& x, findings& out) const {
  std::string_view wanted = may_be_off
                              ? "a duration such as 250ms, 5s or 1m30s, or off"
                              : "a duration such as 250ms, 5s or 1m30s";
  auto* value = text_of(x, wanted, out);
  if (value == nullptr)
    return std::nullopt;
  if (may_be_off && (*value == "off" || *value == "0"))
    return std::chrono::milliseconds{0};
  auto time = parse_duration(*value);
  if (time) {
    if (*time >= least || (may_be_off && time->count() == 0))
      return *time;
    refuse_range(x, to_string(least), {}, out);
    return std::nullopt;
  }
  switch (time.error()) {
    case duration_errc::no_unit:
      refuse(x, wanted, out, " (the units are ms, s, m and h)");
      break;
    case duration_errc::too_long: refuse(x, "a year at the most", out); break;
    case duration_errc::not_a_duration: refuse(x, wanted, out); break;
  }
  return std::nullopt;
}

section::section(setting x, findings& out) : map_(std::move(x)), out_(&out) {
  if (map_.value->what != node::kind::map)
    refuse(map_, "a map", out);
}

const setting* section::find(std::string_view key) {
  asked_.push_back(key);
  for (auto& x : map_.value->settings)
    if (x.key == key)
      return &x;
  return nullptr;
}

const setting* section::require(std::string_view key) {
  auto* x = find(key);
  if (x == nullptr && map_.value->what == node::kind::map)
    missing_.push_back(key);
  return x;
}

void section::close() {
  for (auto& x : map_.value->settings) {
    if (std::find(asked_.begin(), asked_.end(), x.key) != asked_.end())
      continue;
    std::erase(missing_, suggest(x.key, asked_));
    auto hint = did_you_mean(x.key, asked_);
    if (hint.empty())
      hint = fmt::format("; known here: {}", fmt::join(asked_, ", "));
    out_->add(x.at, fmt::format("unknown key '{}'{}", x.key, hint));
  }
  for (auto key : missing_)
    out_->add(place_of(map_), fmt::format("'{}' is missing here", key));
}

std::optional<std::vector<std::string>>
text_list::operator()(const setting& x, findings& out) const {
  auto all = items_of(x, item, out);
  auto result = std::vector<std::string>{};
  for (auto& one : all)
    if (auto value = text{.wanted = wanted}(one, out))
      result.push_back(*std::move(value));
  if (result.empty() || result.size() != all.size())
    return std::nullopt;
  return result;
}

std::vector<setting> items_of(const setting& x, std::string_view name,
                              findings& out) {
  std::vector<setting> result;
  if (x.value->what != node::kind::list)
    refuse(x, "a list", out);
  else if (x.value->items.empty())
    out.add(place_of(x),
            fmt::format("'{}' should name one {} at least", x.key, name));
  for (auto* item : x.value->items)
    result.push_back({std::string{name}, item->at, item});
  return result;
}

namespace detail {

std::optional<std::size_t>
index_of(const setting& x, std::vector<std::string_view> words, findings& out) {
  auto wanted = words.size() == 1
                  ? std::string{words.front()}
                  : fmt::format("one of {}", fmt::join(words, ", "));
  auto* value = text_of(x, wanted, out);
  if (value == nullptr)
    return std::nullopt;
  auto i = std::find(words.begin(), words.end(), *value);
  if (i != words.end())
    return static_cast<std::size_t>(i - words.begin());
  refuse(x, wanted, out, did_you_mean(*value, words));
  return std::nullopt;
}

} // namespace detail

} // namespace troupe::runtime::config
