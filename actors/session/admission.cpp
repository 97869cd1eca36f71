#include "actors/session/admission.hpp"

#include "actors/exchange/begin.hpp"
#include "actors/pipeline/staged_exchange.hpp"
#include "actors/session/loop_home.hpp"

#include "runtime/tls/channel.hpp"

#include <string>

namespace troupe::actors {

namespace http = codecs::http;
namespace http1 = codecs::http1;
namespace tls = runtime::tls;

codecs::result<const site::route*, failure>
find_route(const site& here, const http1::request_head& head,
           const tls::channel* channel) {
  auto is_connect = head.method == http::method::connect;
  auto& routes = is_connect ? here.connects : here.routes;
  auto where = routes.find({.authority = head.authority,
                            .path = head.target.path,
                            .query = head.target.query,
                            .method = head.method_text,
                            .fields = &head.fields,
                            .server_name = channel && routes.asks_server_name()
                                             ? channel->server_name()
                                             : std::string_view{}});
  if (where)
    return &here.targets[*where];
  if (is_connect)
    return failure{proxy_errc::connect_not_allowed, "CONNECT"};
  return failure{proxy_errc::no_route, std::string{head.authority}};
}

bool comes_too_early(const http1::request_head& head,
                     const tls::channel* channel) noexcept {
  return channel && !channel->proven() && !http::is_safe(head.method);
}

void begin_routed(exchange_ptr& place, session_side& session, loop_home& home,
                  const site::route& route, http1::request_head& head,
                  std::string_view text, std::string_view client,
                  const tls::channel* channel) {
  auto who = client_info{.address = client,
                         .scheme = channel ? "https" : "http",
                         .tls = channel,
                         .early = channel && !channel->proven()};
  if (route.stages) {
    auto* x = home.tools.staged.make(session, home.tools, home.here);
    place = exchange_ptr{x};
    x->begin(head, text, route, who);
  } else {
    begin_exchange(place, session, home.tools, route.target, head, who,
                   nullptr);
  }
}

} // namespace troupe::actors
