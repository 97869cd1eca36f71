#include "actors/balancer/balancing_key.hpp"

#include "codecs/http/cookie.hpp"

namespace troupe::actors {

std::optional<std::string_view>
balancing_key::of(const codecs::http1::request_head& head,
                  std::string_view client,
                  std::optional<std::string_view> stage) const {
  if (stage)
    return stage;
  switch (what_) {
    case kind::uri: return head.target.text;
    case kind::path: return head.target.path;
    case kind::field:
      if (auto* found = head.fields.find(name_))
        return found->value;
      break;
    case kind::cookie: return codecs::http::find_cookie(head.fields, name_);
    case kind::client: return client;
    case kind::stage: break;
  }
  return std::nullopt;
}

} // namespace troupe::actors
