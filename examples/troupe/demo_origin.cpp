#include "examples/troupe/demo_origin.hpp"

#include <fmt/format.h>

#include <iterator>
#include <string>
#include <utility>

namespace troupe::program {

namespace {

using actors::http_request;
using actors::http_response;

http_response plain_text(std::string body) {
  return {.fields = {{"Content-Type", "text/plain; charset=utf-8"}},
          .body = std::move(body)};
}

std::string as_it_arrived(const http_request& x) {
  auto out = fmt::format("{} {}{}{}\n", x.method_text, x.path,
                         x.query.empty() ? "" : "?", x.query);
  for (auto& [name, value] : x.fields)
    fmt::format_to(std::back_inserter(out), "{}: {}\n", name, value);
  fmt::format_to(std::back_inserter(out), "\n{} octets of body, from {}\n",
                 x.body.size(), x.client);
  return out;
}

} // namespace

http_response answer(const http_request& request) {
  if (request.path == "/")
    return plain_text("Hello from the origin, by way of the proxy.\n");
  if (request.path == "/request")
    return plain_text(as_it_arrived(request));
  if (request.path == "/echo")
    return plain_text(request.body);
  auto nothing = plain_text("There are /, /request and /echo.\n");
  nothing.status = 404;
  return nothing;
}

} // namespace troupe::program
