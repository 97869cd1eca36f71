#include "codecs/http/cookie.hpp"

#include <algorithm>

namespace troupe::codecs::http {

namespace {

constexpr auto blanks = std::string_view{" \t"};

std::string_view trimmed(std::string_view x) {
  x.remove_prefix(std::min(x.find_first_not_of(blanks), x.size()));
  return x.substr(0, x.find_last_not_of(blanks) + 1);
}

std::string_view unquoted(std::string_view x) {
  auto quoted = x.size() >= 2 && x.front() == '"' && x.back() == '"';
  return quoted ? x.substr(1, x.size() - 2) : x;
}

} // namespace

std::optional<std::string_view> find_cookie(const fields::map& request,
                                            std::string_view name) {
  if (!request.has(fields::name::cookie))
    return std::nullopt;
  for (auto& field : request) {
    if (field.id != fields::name::cookie)
      continue;
    for (auto rest = field.value; !rest.empty();) {
      auto pair = rest.substr(0, rest.find(';'));
      rest.remove_prefix(std::min(rest.size(), pair.size() + 1));
      auto equals = pair.find('=');
      if (equals != std::string_view::npos
          && trimmed(pair.substr(0, equals)) == name)
        return unquoted(trimmed(pair.substr(equals + 1)));
    }
  }
  return std::nullopt;
}

} // namespace troupe::codecs::http
