#pragma once

#include "actors/access_log/error_log.hpp"
#include "actors/access_log/loop_log.hpp"
#include "actors/base/http2_counters.hpp"
#include "actors/base/loop_random.hpp"
#include "actors/base/loop_unit.hpp"
#include "actors/exchange/exchange_tools.hpp"
#include "actors/exchange/site.hpp"
#include "actors/listener/guest_list.hpp"
#include "actors/session/date_line.hpp"
#include "actors/session/exchange_note.hpp"

#include "runtime/buffer/gather.hpp"
#include "runtime/buffer/recycler.hpp"
#include "runtime/buffer/store.hpp"

#include "codecs/http1/head.hpp"

#include <memory>

namespace troupe::actors {

class h2_stream;

/// What the sessions of one loop share. Outlives them.
struct loop_home {
  explicit loop_home(loop_unit& x);
  ~loop_home();

  loop_unit& unit;
  exchange_tools tools;
  site here; ///< its shelves go before the loop does
  guest_list guests;
  date_line date;

  error_log errors;
  std::unique_ptr<loop_log> log; ///< none where there is no access log
  runtime::buffer::object_store<exchange_note> notes;
  runtime::buffer::recycler<h2_stream> streams;
  http2_counters http2;          ///< with clients
  http2_counters upstream_http2; ///< with backends
  loop_random random;

  // Filled and emptied within one event, by whoever is running.
  runtime::buffer::gather out;
  codecs::http1::request_head head;
  codecs::fields::map trailers;
};

} // namespace troupe::actors
