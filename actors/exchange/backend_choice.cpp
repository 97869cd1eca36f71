#include "actors/exchange/backend_choice.hpp"

#include "runtime/net/ip_octets.hpp"

#include "codecs/http/cookie.hpp"

#include <fmt/format.h>

#include <iterator>
#include <utility>

namespace troupe::actors {

void backend_choice::begin(upstream_here& upstream,
                           const codecs::http1::request_head& head,
                           const client_info& client,
                           std::optional<std::string_view> key) {
  upstream_ = &upstream;
  auto& balance = upstream.balance();
  if (hashes(balance.policy.how)) {
    auto address = std::optional<runtime::net::ip_octets>{};
    auto found = balance.key.of(head, client.address, key);
    if (balance.policy.how == balancing::ip_hash)
      found = address.emplace(key.value_or(client.address)).view();
    if (found)
      request_ = selection{key_.assign(*found)};
  }
  if (!balance.sticky)
    return;
  session_ = codecs::http::find_cookie(head.fields, balance.sticky->cookie)
               .value_or(std::string_view{});
  if (auto holder = upstream.holder(request_, session_))
    use(std::move(holder));
}

void backend_choice::use(backend_ptr x) {
  backend_ = std::move(x);
  permit_ = backend_->enter();
}

bool backend_choice::next(runtime::time::steady_point now) {
  auto found = upstream_->next(request_, now);
  if (!found)
    return false;
  use(std::move(found));
  return true;
}

std::optional<std::string>
backend_choice::session_cookie(const client_info& client) const {
  auto& sticky = upstream_->balance().sticky;
  if (!sticky)
    return std::nullopt;
  auto token = upstream_->token_of(*backend_);
  if (!token)
    return std::nullopt;
  auto text = std::string_view{token->data(), token->size()};
  if (text == session_)
    return std::nullopt;
  auto result = fmt::format("{}={}; Path=/", sticky->cookie, text);
  if (sticky->max_age.count() > 0)
    fmt::format_to(std::back_inserter(result), "; Max-Age={}",
                   sticky->max_age.count());
  result += "; HttpOnly; SameSite=Lax";
  if (client.scheme == "https")
    result += "; Secure";
  return result;
}

} // namespace troupe::actors
