#include "actors/pipeline/stages/exchange_key.hpp"

#include "codecs/base/ascii.hpp"

namespace troupe::actors::stages {

using namespace runtime::config;

std::string_view exchange_key::of(exchange_context& x) const {
  switch (what_) {
    case kind::client: return x.client().address;
    case kind::route: return x.route();
    case kind::host: return x.request().authority;
    case kind::field: break;
  }
  auto* found = x.request().fields.find(field_);
  return found ? found->value : std::string_view{};
}

std::optional<exchange_key> read_exchange_key(const setting& x, findings& out) {
  using enum exchange_key::kind;
  constexpr std::string_view wanted = "client, route, host or a field's name";
  auto word = text{wanted}(x, out);
  if (!word)
    return std::nullopt;
  if (*word == "client")
    return exchange_key{client};
  if (*word == "route")
    return exchange_key{route};
  if (*word == "host")
    return exchange_key{host};
  if (codecs::is_token(*word))
    return exchange_key{field, *std::move(word)};
  refuse(x, wanted, out);
  return std::nullopt;
}

} // namespace troupe::actors::stages
