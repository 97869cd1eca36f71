#include "actors/pipeline/phase.hpp"

#include <array>

namespace troupe::actors {

namespace {

constexpr auto table = std::array<phase_info, phase_count>{{
  {phase::early_request, "early_request",
   "the head has been read and its route found", true, true, false},
  {phase::request, "request", "after all of early_request", true, true, false},
  {phase::before_upstream, "before_upstream",
   "the request is about to be forwarded", true, true, false},
  {phase::choose_upstream, "choose_upstream",
   "the upstream can be named for the last time", true, true, false},
  {phase::failed_to_connect, "failed_to_connect",
   "a backend could not be reached; nothing was sent to it", false, false,
   true},
  {phase::connected, "connected", "there is a connection to a backend", false,
   false, true},
  {phase::upstream_request, "upstream_request",
   "the head is about to be written to that connection", false, false, true},
  {phase::request_body, "request_body", "a piece of the request's body came",
   true, true, true},
  {phase::request_trailers, "request_trailers",
   "the request has ended, and had trailers or a body that is rewritten", false,
   false, false},
  {phase::error_while_proxying, "error_while_proxying",
   "an attempt failed after it had a connection", false, false, true},
  {phase::upstream_response, "upstream_response",
   "the head of the origin's response came", true, true, false},
  {phase::upstream_response_body, "upstream_response_body",
   "a piece of the origin's body came", false, true, true},
  {phase::upstream_response_trailers, "upstream_response_trailers",
   "the origin's response has ended", false, false, false},
  {phase::failed_to_proxy, "failed_to_proxy",
   "there will be no response but an error page", true, false, false},
  {phase::response, "response",
   "a head is about to be sent to the client, whoever made it", true, true,
   false},
  {phase::response_body, "response_body",
   "a piece of a body is about to be sent to the client", false, true, true},
  {phase::response_trailers, "response_trailers",
   "the response is about to end", false, false, false},
  {phase::logging, "logging",
   "the exchange is over, however it ended: always, and once", false, false,
   false},
}};

constexpr bool in_order() {
  for (std::size_t i = 0; i < table.size(); ++i)
    if (table[i].id != static_cast<phase>(i))
      return false;
  return true;
}

static_assert(in_order());

} // namespace

std::span<const phase_info, phase_count> phases() noexcept {
  return table;
}

const phase_info& info_of(phase x) noexcept {
  return table[static_cast<std::size_t>(x)];
}

std::string_view to_string(phase x) noexcept {
  return info_of(x).name;
}

} // namespace troupe::actors
