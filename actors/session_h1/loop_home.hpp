#pragma once

#include "actors/base/loop_unit.hpp"
#include "actors/exchange/exchange_tools.hpp"
#include "actors/exchange/site.hpp"
#include "actors/listener/guest_list.hpp"
#include "actors/session_h1/date_line.hpp"

#include "runtime/buffer/gather.hpp"

#include "codecs/http1/head.hpp"

namespace troupe::actors {

/// What the sessions of one loop share. Outlives them.
struct loop_home {
  explicit loop_home(loop_unit& x) : unit(x), tools(x.loop()), date(x.loop()) {
    // nop
  }

  loop_unit& unit;
  exchange_tools tools;
  site here; ///< its shelves go before the loop does
  guest_list guests;
  date_line date;

  // Filled and emptied within one event, by whoever is running.
  runtime::buffer::gather out;
  codecs::http1::request_head head;
  codecs::fields::map trailers;
};

} // namespace troupe::actors
