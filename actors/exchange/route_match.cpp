#include "actors/exchange/route_match.hpp"

#include <algorithm>

namespace troupe::actors {

namespace {

bool has_field(const codecs::fields::map* fields,
               const route_match::named_value& x) noexcept {
  if (!fields)
    return false;
  auto& [name, value] = x;
  return std::any_of(fields->begin(), fields->end(), [&](auto& field) {
    return codecs::fields::same_name(field.name, name)
           && (!value || field.value == *value);
  });
}

bool has_parameter(std::string_view query,
                   const route_match::named_value& x) noexcept {
  auto& [name, value] = x;
  while (!query.empty()) {
    auto end = std::min(query.find('&'), query.size());
    auto parameter = query.substr(0, end);
    query.remove_prefix(std::min(end + 1, query.size()));
    auto equals = std::min(parameter.find('='), parameter.size());
    auto given = parameter.substr(std::min(equals + 1, parameter.size()));
    if (parameter.substr(0, equals) == name && (!value || given == *value))
      return true;
  }
  return false;
}

} // namespace

bool meets_conditions(const route_match& x, const route_question& of) noexcept {
  auto in = [](auto& all, auto test) {
    return std::all_of(all.begin(), all.end(), test);
  };
  return (x.methods.empty()
          || std::find(x.methods.begin(), x.methods.end(), of.method)
               != x.methods.end())
         && in(x.fields, [&](auto& y) { return has_field(of.fields, y); })
         && in(x.query, [&](auto& y) { return has_parameter(of.query, y); });
}

} // namespace troupe::actors
