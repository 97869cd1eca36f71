// A stage and its test, without a socket: unit_tested_stage
#include "actors/testkit/exchange.hpp"

#include <iostream>
#include <string_view>

using namespace troupe;
using namespace std::chrono_literals;

// [stage]
// Who has no key is turned away, after a while that makes guessing slow.
struct key_check {
  actors::verdict early_request(actors::exchange_context& x) {
    if (x.request().fields.find("X-Key"))
      return actors::verdict::go_on();
    return actors::verdict::delay(300ms);
  }

  actors::verdict request(actors::exchange_context& x) {
    if (!x.request().fields.find("X-Key"))
      return actors::verdict::answer(401, "Who are you?\n");
    x.request().fields.erase("X-Key"); // none of the origin's business
    return actors::verdict::go_on();
  }
};
// [stage]

int failed = 0;

void check(bool ok, std::string_view what) {
  std::cout << (ok ? "ok: " : "FAILED: ") << what << '\n';
  failed += !ok;
}

int main() {
  // [test]
  auto stages = actors::pipeline{};
  stages.add(key_check{});

  auto x = testkit::exchange{stages};
  x.upstream([](const actors::http_request& request) {
    return actors::http_response{.body = "secret of " + request.path};
  });

  x.request("GET", "/safe", {{"X-Key", "k"}});
  x.run();
  check(x.response().body == "secret of /safe", "a key opens");
  check(x.upstream_request().field("X-Key").empty(), "and goes no further");

  x.request("GET", "/safe");
  x.run();
  x.pass(299ms);
  check(x.response().status == 0, "without a key, nothing comes at first");
  x.pass(1ms);
  check(x.response().status == 401, "and then a refusal");
  check(!x.forwarded(), "that the origin does not hear of");
  // [test]
  return failed == 0 ? 0 : 1;
}
