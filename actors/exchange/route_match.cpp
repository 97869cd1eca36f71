#include "actors/exchange/route_match.hpp"

#include <algorithm>

namespace troupe::actors {

namespace {

bool has_field(const codecs::fields::map* fields,
               const route_match::named_value& x) noexcept {
  if (!fields)
    return false;
  return std::any_of(fields->begin(), fields->end(), [&x](auto& field) {
    return codecs::fields::same_name(field.name, x.first)
           && (!x.second || field.value == *x.second);
  });
}

bool is_parameter(std::string_view text,
                  const route_match::named_value& x) noexcept {
  auto& [name, value] = x;
  if (!text.starts_with(name))
    return false;
  auto rest = text.substr(name.size());
  if (rest.empty())
    return !value || value->empty();
  return rest.front() == '=' && (!value || rest.substr(1) == *value);
}

bool has_parameter(std::string_view query,
                   const route_match::named_value& x) noexcept {
  for (;;) {
    auto end = query.find('&');
    if (is_parameter(query.substr(0, end), x))
      return true;
    if (end == query.npos)
      return false;
    query.remove_prefix(end + 1);
  }
}

} // namespace

bool matches_host(std::string_view pattern, std::string_view host) noexcept {
  if (!pattern.starts_with('.'))
    return codecs::fields::same_name(pattern, host);
  return host.size() > pattern.size()
         && codecs::fields::same_name(
           pattern, host.substr(host.size() - pattern.size()));
}

bool meets_conditions(const route_match& x, const route_question& of) noexcept {
  auto in = [](auto& all, auto test) {
    return std::all_of(all.begin(), all.end(), test);
  };
  return (x.methods.empty()
          || std::find(x.methods.begin(), x.methods.end(), of.method)
               != x.methods.end())
         && (x.server_name.empty()
             || matches_host(x.server_name, of.server_name))
         && in(x.fields, [&](auto& y) { return has_field(of.fields, y); })
         && in(x.query, [&](auto& y) { return has_parameter(of.query, y); });
}

} // namespace troupe::actors
