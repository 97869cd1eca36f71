#pragma once

#include "actors/pipeline/exchange_context.hpp"
#include "actors/pipeline/verdict.hpp"

#include <exception>

namespace troupe::actors {

/// The verdict that ends an exchange whose stage threw.
verdict stage_threw(const exchange_context& x, const char* what);

/// Calls a stage: what it throws becomes a failure of the exchange.
template <class Stage, class... Args>
verdict call_stage(const Stage& stage, exchange_context& x, Args&... args) {
  try {
    return stage(x, args...);
  } catch (const std::exception& e) {
    return stage_threw(x, e.what());
  } catch (...) {
    return stage_threw(x, "an exception of no known type");
  }
}

} // namespace troupe::actors
