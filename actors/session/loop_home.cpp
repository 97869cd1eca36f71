#include "actors/session/loop_home.hpp"

#include "actors/session_h2/h2_stream.hpp"

namespace troupe::actors {

loop_home::loop_home(loop_unit& x)
  : unit(x), tools(x.loop()), date(x.loop()), errors(x.loop()) {
  // nop
}

loop_home::~loop_home() = default;

} // namespace troupe::actors
