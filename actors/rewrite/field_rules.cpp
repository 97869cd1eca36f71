#include "actors/rewrite/field_rules.hpp"

#include "codecs/base/ascii.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace troupe::actors {

namespace {

using codecs::fields::find_name;
using codecs::fields::map;
using codecs::fields::name;
using codecs::fields::same_name;
using runtime::text::pattern;
using std::string;
using std::string_view;

bool is_off_limits(string_view field) noexcept {
  switch (find_name(field)) {
    case name::connection:
    case name::content_length:
    case name::http2_settings:
    case name::keep_alive:
    case name::proxy_connection:
    case name::te:
    case name::trailer:
    case name::transfer_encoding:
    case name::upgrade: return true;
    default: return false;
  }
}

std::optional<string> problem_with_name(string_view field) {
  if (!codecs::is_token(field))
    return "'" + string{field} + "' is not a field name";
  if (is_off_limits(field))
    return string{field}
           + " says how messages are framed or connections are kept, and is"
             " not for rules";
  return std::nullopt;
}

bool is_valid(string_view value) noexcept {
  return std::all_of(value.begin(), value.end(), [](char c) {
    return (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f) || c == '\t';
  });
}

void rename(map& all, string_view from, string_view to) {
  const auto count = all.size();
  for (std::size_t i = 0; i < count; ++i)
    if (same_name(all[i].name, from))
      all.append(to, all[i].value);
  all.erase(from);
}

/// Of several lines, those that do not match are put back as they were.
std::size_t replace(map& all, string_view field, const pattern& what,
                    const text_template& with, const variables& values,
                    string& scratch) {
  auto lines = std::vector<string_view>{};
  std::size_t refused = 0;
  auto changed = false;
  for (auto& x : all) {
    if (!same_name(x.name, field))
      continue;
    scratch.clear();
    const auto count
      = what.replace_all(scratch, x.value, [&](string& out, auto& groups) {
          with.append_to(out, values, groups);
        });
    const auto value = codecs::trim(scratch);
    const auto sound = is_valid(value);
    refused += sound ? 0 : 1;
    const auto replaced = count > 0 && sound;
    changed = changed || replaced;
    lines.push_back(replaced ? all.keep(value) : x.value);
  }
  if (!changed)
    return refused;
  all.set(field, lines[0]); // in the place of the first
  for (std::size_t i = 1; i < lines.size(); ++i)
    all.append(field, lines[i]);
  return refused;
}

} // namespace

std::optional<string> field_rules::add(const field_rule& x,
                                       const template_scope& scope) {
  if (auto problem = problem_with_name(x.name))
    return problem;
  auto result = rule{.what = x.what, .name = x.name};
  switch (x.what) {
    case field_action::remove: break;
    case field_action::rename:
      if (auto problem = problem_with_name(x.value))
        return problem;
      if (same_name(x.name, x.value))
        return x.name + " has that name already";
      result.new_name = x.value;
      break;
    default: {
      auto known = template_scope{.has_response = scope.has_response};
      if (x.what == field_action::replace) {
        auto compiled = pattern::compile(x.pattern);
        if (!compiled)
          return compiled.error();
        known.has_match = true;
        known.groups = compiled->group_count();
        result.pattern = *compiled;
      }
      auto value = text_template::parse(x.value, known);
      if (!value)
        return value.error();
      result.value = *std::move(value);
    }
  }
  rules_.push_back(std::move(result));
  return std::nullopt;
}

std::size_t field_rules::apply(map& all, const variables& values,
                               string& scratch) const {
  std::size_t refused = 0;
  for (auto& x : rules_)
    refused += apply(x, all, values, scratch);
  return refused;
}

std::size_t field_rules::apply(const rule& x, map& all, const variables& values,
                               string& scratch) {
  switch (x.what) {
    case field_action::remove: all.erase(x.name); return 0;
    case field_action::rename: rename(all, x.name, x.new_name); return 0;
    case field_action::replace:
      return replace(all, x.name, *x.pattern, x.value, values, scratch);
    case field_action::set_if_absent:
      if (all.find(x.name))
        return 0;
      [[fallthrough]];
    case field_action::set:
    case field_action::append: break;
  }
  scratch.clear();
  x.value.append_to(scratch, values);
  const auto value = codecs::trim(scratch);
  if (!is_valid(value))
    return 1;
  if (x.what == field_action::append)
    all.append(x.name, value);
  else
    all.set(x.name, value);
  return 0;
}

} // namespace troupe::actors
