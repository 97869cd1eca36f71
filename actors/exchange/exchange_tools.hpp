#pragma once

#include "runtime/buffer/recycler.hpp"
#include "runtime/buffer/store.hpp"
#include "runtime/loop/event_loop.hpp"
#include "runtime/net/pipe_store.hpp"

#include "codecs/fields/map.hpp"
#include "codecs/http1/head.hpp"
#include "codecs/http1/request_outline.hpp"

#include <cstdint>

namespace troupe::actors {

class proxy_exchange;
class staged_exchange;
class upstream_stand_in;

/// What the exchanges of one loop share: memory that is there already. Outlives
/// them.
struct exchange_tools {
  explicit exchange_tools(runtime::loop::event_loop& x);
  ~exchange_tools();

  runtime::loop::event_loop& loop;
  runtime::net::pipe_store pipes;
  runtime::buffer::text_store texts;
  runtime::buffer::recycler<proxy_exchange> exchanges;
  runtime::buffer::recycler<staged_exchange> staged;
  runtime::buffer::object_store<codecs::http1::request_head> request_heads;
  runtime::buffer::object_store<codecs::http1::response_head> response_heads;
  runtime::buffer::object_store<codecs::fields::map> trailer_maps;

  // Filled and read within one event, by whoever is running.
  codecs::http1::response_head head;
  codecs::fields::map trailers;
  /// Of the last request's head that was written.
  codecs::http1::request_outline outline;

  std::uint64_t last_lease = 0;

  /// Takes the requests that are for upstreams, if there is one. Borrowed.
  upstream_stand_in* stand_in = nullptr;
};

} // namespace troupe::actors
