// Shouts what text its backend says: body_transform 127.0.0.1:8080 BACKEND
#include "actors/supervisor/proxy.hpp"

#include "runtime/log/log.hpp"
#include "runtime/net/address.hpp"

#include <iostream>
#include <string>
#include <string_view>

using namespace troupe;
using actors::body_chunk;
using actors::exchange_context;

// [module]
struct shouting {
  // Asked when the head is known: other bodies pass untouched, with their
  // length.
  bool wants_response_body(exchange_context& x) {
    auto* type = x.response().fields.find("Content-Type");
    return type && type->value.starts_with("text/");
  }

  // A piece at a time, however long the body is.
  void response_body(exchange_context&, body_chunk& chunk) {
    auto text = std::string{chunk.text()};
    for (auto& c : text)
      if (c >= 'a' && c <= 'z')
        c = static_cast<char>(c - 'a' + 'A');
    if (chunk.last())
      text += "!\n";
    chunk.replace(std::move(text));
  }
};
// [module]

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: body_transform LISTEN BACKEND\n";
    return 2;
  }
  auto listen = runtime::net::address::parse(argv[1]);
  auto backend = runtime::net::address::parse(argv[2]);
  if (!listen || !backend) {
    std::cerr << (listen ? backend.error() : listen.error()) << '\n';
    return 2;
  }

  actors::proxy_options options;
  options.listeners.push_back({.listen = {.address = *listen}, .socket = {}});
  options.upstreams["app"].backends.push_back(
    {.name = argv[2], .address = *backend});
  auto& route = options.routes.emplace_back();
  route.upstream = "app";
  route.stages.add(shouting{});

  runtime::log::open({.level = runtime::log::level::info, .file = {}});
  auto status = actors::run(std::move(options)); // until SIGTERM or SIGINT
  runtime::log::close();
  return status;
}
