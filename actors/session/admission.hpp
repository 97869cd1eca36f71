#pragma once

#include "actors/base/failure.hpp"
#include "actors/exchange/exchange.hpp"
#include "actors/exchange/request_writer.hpp"
#include "actors/exchange/session_side.hpp"
#include "actors/exchange/site.hpp"

#include "codecs/base/result.hpp"
#include "codecs/http1/head.hpp"

#include <string_view>

namespace troupe::actors {

struct loop_home;

/// The route of a request, or why it gets none. `channel` is that of its
/// connection, nullptr if that is not encrypted.
codecs::result<const site::route*, failure>
find_route(const site& here, const codecs::http1::request_head& head,
           const runtime::tls::channel* channel);

/// May what changes something be a replay (RFC 8470)? Then it is not done.
bool comes_too_early(const codecs::http1::request_head& head,
                     const runtime::tls::channel* channel) noexcept;

/// Begins what the route asks for, in `place`: past its stages, or at once. The
/// head's views point into `text`, or belong to its fields; it may be taken
/// out.
void begin_routed(exchange_ptr& place, session_side& session, loop_home& home,
                  const site::route& route, codecs::http1::request_head& head,
                  std::string_view text, std::string_view client,
                  const runtime::tls::channel* channel);

} // namespace troupe::actors
