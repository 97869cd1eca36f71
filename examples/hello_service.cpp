// An application that answers by itself: hello_service 127.0.0.1:8080
#include "actors/http_service/service.hpp"
#include "actors/supervisor/proxy.hpp"

#include "runtime/log/log.hpp"
#include "runtime/net/address.hpp"

#include <iostream>

using namespace troupe;

// [service]
// Called on the loop that read the request: it must not wait for anything.
actors::http_response hello(const actors::http_request& request) {
  using codecs::http::method;
  if (request.method != method::get && request.method != method::head)
    return {.status = 405, .fields = {{"Allow", "GET, HEAD"}}, .body = {}};
  return {.status = 200,
          .fields = {{"Content-Type", "text/plain; charset=utf-8"}},
          .body = "Hello, " + request.client + "!\n"};
}
// [service]

int main(int argc, char** argv) {
  auto listen
    = runtime::net::address::parse(argc == 2 ? argv[1] : "127.0.0.1:8080");
  if (!listen) {
    std::cerr << listen.error() << '\n';
    return 2;
  }

  actors::proxy_options options;
  options.listeners.push_back({.listen = {.address = *listen}, .socket = {}});
  options.services["hello"] = actors::answer_with(hello); // an actor each loop
  auto& route = options.routes.emplace_back();
  route.match.path = "/";
  route.service = "hello";

  runtime::log::open({.level = runtime::log::level::info, .file = {}});
  auto status = actors::run(std::move(options)); // until SIGTERM or SIGINT
  runtime::log::close();
  return status;
}
