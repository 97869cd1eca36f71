#pragma once

#include "actors/http_service/messages.hpp"

namespace troupe::program {

/// The origin behind the demonstration: says hello at /, shows the request that
/// reached it at /request, and gives back what /echo was sent.
actors::http_response answer(const actors::http_request& request);

} // namespace troupe::program
