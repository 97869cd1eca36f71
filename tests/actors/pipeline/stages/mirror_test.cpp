#include "tests/support/stage.hpp"

#include "actors/pipeline/stages/mirror.hpp"
#include "actors/testkit/exchange.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

namespace troupe::actors {
namespace {

using namespace std::chrono_literals;

/// A scene with another origin, for copies.
class fixture : public test::scene_fixture {
protected:
  fixture() { options.upstream = "/shadow"; }

  /// The route of the scene has the stage, between those.
  void place(pipeline before = {}, const pipeline& behind = {}) {
    before.add_on_loop([this](loop_unit& unit) {
      auto made = std::make_shared<stages::mirror>(options, unit);
      uut = made.get();
      return made;
    });
    add_stages(before.append(behind));
    auto& made = add_upstream("/shadow");
    add_backend(made, shadow_house.address);
  }

  void shadow_receives(std::string_view text) {
    if (!shadow)
      shadow = accept(shadow_house);
    BOOST_TEST_REQUIRE(bool{shadow});
    BOOST_TEST(hear(shadow, text.size()) == text);
  }
  void shadow_sends(std::string_view text) { say(shadow, text); }

  mirror_options options;
  stages::mirror* uut = nullptr;
  test::origin_house shadow_house = build_house();
  test::peer shadow;

  static constexpr std::string_view post
    = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello";
};

BOOST_FIXTURE_TEST_SUITE(mirror_test, fixture)

BOOST_AUTO_TEST_CASE(a_copy_goes_to_the_other_upstream_and_changes_nothing) {
  place();
  client_sends(post);
  origin_receives(post); // with its length
  shadow_receives(post);
  origin_sends(ok);
  client_receives(ok);
  shadow_sends("HTTP/1.1 500 Oh\r\nContent-Length: 3\r\n\r\nno!");
  client_hears_nothing();
  BOOST_TEST(uut->counters().sent == 1u);
  BOOST_TEST(uut->counters().answered == 1u);
  BOOST_TEST(uut->counters().failed == 0u);
  one_exchange(); // and once more, on the same connections
  shadow_receives(get);
}

BOOST_AUTO_TEST_CASE(a_copy_is_what_stages_before_have_made_of_it) {
  auto before = pipeline{};
  before.request([](exchange_context& x) {
    x.request().fields.set("X-Before", "1");
    x.target("/new");
  });
  auto behind = pipeline{};
  behind.request(
    [](exchange_context& x) { x.request().fields.set("X-Behind", "1"); });
  options.shadow_host = true;
  place(before, behind);
  client_sends(get);
  origin_receives(
    "GET /new HTTP/1.1\r\nHost: a\r\nX-Before: 1\r\nX-Behind: 1\r\n\r\n");
  shadow_receives("GET /new HTTP/1.1\r\nHost: a-shadow\r\nX-Before: 1\r\n\r\n");
}

BOOST_AUTO_TEST_CASE(a_copy_of_chunks_is_whole) {
  place();
  client_sends("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n"
               "\r\n3\r\nhel\r\n");
  origin_receives("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n"
                  "\r\n3\r\nhel\r\n");
  BOOST_TEST(!accept(shadow_house));
  client_sends("2\r\nlo\r\n0\r\n\r\n");
  shadow_receives(post);
}

BOOST_AUTO_TEST_CASE(an_upstream_that_is_not_there_is_nobodys_trouble) {
  shadow_house.socket.reset();
  place();
  one_exchange();
  one_exchange();
  BOOST_TEST(uut->counters().failed == 2u);
  options.upstream = "/none";
  home.here.targets[0].stages = nullptr;
  auto again = pipeline{};
  again.add_on_loop([this](loop_unit& unit) {
    auto made = std::make_shared<stages::mirror>(options, unit);
    uut = made.get();
    return made;
  });
  home.here.targets[0].stages = std::make_shared<pipeline_here>(again, unit);
  one_exchange();
  BOOST_TEST(uut->counters().failed == 1u);
}

BOOST_AUTO_TEST_CASE(an_upstream_without_backends_is_not_either) {
  place();
  add_upstream("/empty");
  options.upstream = "/empty";
  auto again = pipeline{};
  stages::add_mirror(options, again);
  home.here.targets[0].stages = std::make_shared<pipeline_here>(again, unit);
  one_exchange();
  one_exchange();
}

BOOST_AUTO_TEST_CASE(one_that_does_not_answer_is_forgotten) {
  place();
  one_exchange();
  shadow_receives(get);
  pass(10s - 1ms);
  BOOST_TEST(uut->counters().late == 0u);
  BOOST_TEST(open(shadow));
  pass(10ms);
  BOOST_TEST(uut->counters().late == 1u);
  BOOST_TEST((state_of(shadow) == line::ended));
  one_exchange();
}

BOOST_AUTO_TEST_CASE(no_more_are_under_way_than_may_be) {
  options.max_in_flight = 2;
  place();
  for (auto i = 0; i < 5; ++i)
    one_exchange();
  BOOST_TEST(uut->counters().sent == 2u);
  BOOST_TEST(uut->counters().dropped == 3u);
  shadow = accept(shadow_house);
  shadow_receives(get);
  shadow_sends(ok);
  one_exchange();
  BOOST_TEST(uut->counters().sent == 3u);
}

BOOST_AUTO_TEST_CASE(a_share_is_copied) {
  options.percent = 25;
  place();
  for (auto i = 0; i < 8; ++i) {
    one_exchange();
    if (auto there = accept(shadow_house)) {
      BOOST_TEST(hear(there, get.size()) == get);
      say(there, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close"
                 "\r\n\r\n");
    }
  }
  BOOST_TEST(uut->counters().sent == 2u);
  BOOST_TEST(uut->counters().answered == 2u);
}

BOOST_AUTO_TEST_CASE(bodies_that_are_too_large_are_not_copied) {
  options.max_body = 4;
  place();
  client_sends(post);
  origin_receives(post);
  origin_sends(ok);
  client_receives(ok);
  const auto chunked = "POST / HTTP/1.1\r\nHost: a\r\n"
                       "Transfer-Encoding: chunked\r\n\r\n"
                       "5\r\nhello\r\n0\r\n\r\n";
  client_sends(chunked);
  origin_receives(chunked);
  origin_sends(ok);
  client_receives(ok);
  BOOST_TEST(!accept(shadow_house));
  BOOST_TEST(uut->counters().dropped == 2u);
}

BOOST_AUTO_TEST_CASE(a_request_that_comes_to_no_end_is_not_copied) {
  place();
  client_sends("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhel");
  client.close();
  settle();
  pass(31s);
  BOOST_TEST(!accept(shadow_house));
  BOOST_TEST(uut->counters().dropped == 1u);
}

BOOST_AUTO_TEST_CASE(what_a_stage_answers_and_what_is_upgraded_is_not_copied) {
  auto behind = pipeline{};
  behind.request([](exchange_context& x) {
    if (x.request().target.path == "/no")
      return verdict::answer(403, "No.\n");
    return verdict::go_on();
  });
  place({}, behind);
  client_sends("GET /no HTTP/1.1\r\nHost: a\r\n\r\n");
  BOOST_TEST(hear(client).starts_with("HTTP/1.1 403 "));
  client_sends("GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\n"
               "Upgrade: websocket\r\n\r\n");
  BOOST_TEST(!accept(shadow_house));
}

BOOST_AUTO_TEST_CASE(a_large_answer_is_read_away) {
  place();
  one_exchange();
  shadow_receives(get);
  shadow_sends("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");
  const auto block = std::string(50000, 'x');
  for (auto i = 0; i < 20; ++i)
    shadow_sends(block);
  BOOST_TEST(uut->counters().answered == 1u);
  BOOST_TEST(open(shadow));
}

BOOST_AUTO_TEST_CASE(copies_under_way_end_with_their_stage) {
  place();
  one_exchange();
  shadow_receives(get);
  home.here.targets[0].stages = nullptr;
  BOOST_TEST((state_of(shadow) == line::ended));
}

BOOST_AUTO_TEST_CASE(a_stage_under_test_may_be_one) {
  auto stages = pipeline{};
  options.upstream = "shadow";
  stages::add_mirror(options, stages);
  BOOST_TEST((stages.named_upstreams() == std::vector<std::string>{"shadow"}));
  auto x = testkit::exchange{stages};
  x.add_upstream("shadow");
  auto asked = 0;
  x.upstream([&](const http_request&) {
    ++asked;
    return http_response{.status = 201, .fields = {}, .body = {}};
  });
  x.request("GET", "/");
  x.run();
  BOOST_TEST(x.response().status == 201);
  BOOST_TEST(asked == 2);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
