#include "actors/http_service/service.hpp"
#include "actors/supervisor/proxy.hpp"
#include "actors/testkit/exchange.hpp"

#include <sys/socket.h>
#include <unistd.h>

#include <iostream>
#include <string>
#include <string_view>

using namespace troupe;

namespace {

std::string ask(const runtime::net::address& where) {
  constexpr auto request
    = std::string_view{"GET / HTTP/1.1\r\nHost: tree.example\r\n"
                       "Connection: close\r\n\r\n"};
  auto answer = std::string{};
  auto fd = socket(AF_INET, SOCK_STREAM, 0);
  if (connect(fd, where.raw(), where.raw_length()) == 0
      && write(fd, request.data(), request.size()) > 0) {
    char octets[4096];
    for (auto n = read(fd, octets, sizeof(octets)); n > 0;
         n = read(fd, octets, sizeof(octets)))
      answer.append(octets, static_cast<std::size_t>(n));
  }
  close(fd);
  return answer;
}

bool tests_a_stage() {
  auto stages = actors::pipeline{};
  stages.request(
    [](actors::exchange_context&) { return actors::verdict::answer(403, ""); });
  auto x = testkit::exchange{stages};
  x.request("GET", "/");
  x.run();
  return x.response().status == 403 && !x.forwarded();
}

} // namespace

int main() {
  auto options = actors::proxy_options{};
  options.loops = 1;
  options.listeners.push_back(
    {{.address = *runtime::net::address::parse("127.0.0.1:0")}, {}});
  options.services.emplace(
    "greeting", actors::answer_with([](const actors::http_request& request) {
      auto response = actors::http_response{};
      response.body = "hello from outside to " + request.authority;
      return response;
    }));
  options.routes.emplace_back().service = "greeting";

  auto running = actors::proxy{options};
  auto answer = ask(running.addresses().front());
  running.drain();
  running.wait();
  std::cout << answer << '\n';
  return answer.ends_with("hello from outside to tree.example")
             && tests_a_stage()
           ? 0
           : 1;
}
