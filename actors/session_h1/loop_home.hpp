#pragma once

#include "actors/access_log/error_log.hpp"
#include "actors/access_log/loop_log.hpp"
#include "actors/base/loop_unit.hpp"
#include "actors/exchange/exchange_tools.hpp"
#include "actors/exchange/site.hpp"
#include "actors/listener/guest_list.hpp"
#include "actors/session_h1/date_line.hpp"
#include "actors/session_h1/exchange_note.hpp"

#include "runtime/buffer/gather.hpp"
#include "runtime/buffer/store.hpp"

#include "codecs/http1/head.hpp"

#include <memory>

namespace troupe::actors {

/// What the sessions of one loop share. Outlives them.
struct loop_home {
  explicit loop_home(loop_unit& x)
    : unit(x), tools(x.loop()), date(x.loop()), errors(x.loop()) {
    // nop
  }

  loop_unit& unit;
  exchange_tools tools;
  site here; ///< its shelves go before the loop does
  guest_list guests;
  date_line date;

  error_log errors;
  std::unique_ptr<loop_log> log; ///< none where there is no access log
  runtime::buffer::object_store<exchange_note> notes;

  // Filled and emptied within one event, by whoever is running.
  runtime::buffer::gather out;
  codecs::http1::request_head head;
  codecs::fields::map trailers;
};

} // namespace troupe::actors
