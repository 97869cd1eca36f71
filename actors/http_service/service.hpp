#pragma once

#include "actors/http_service/interface.hpp"

#include <functional>

namespace troupe::actors {

/// An application that is a function: what it throws becomes a 500. Runs on the
/// loop, and so it must not wait for anything.
using answer_function = std::function<http_response(const http_request&)>;

/// Makes a pinned actor on each loop that calls the function, which is copied.
service_maker answer_with(answer_function answer);

} // namespace troupe::actors
