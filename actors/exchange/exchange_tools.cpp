#include "actors/exchange/exchange_tools.hpp"

#include "actors/exchange/proxy_exchange.hpp"
#include "actors/pipeline/staged_exchange.hpp"

namespace troupe::actors {

exchange_tools::exchange_tools(runtime::loop::event_loop& x) : loop(x) {
  // nop
}

exchange_tools::~exchange_tools() = default;

} // namespace troupe::actors
