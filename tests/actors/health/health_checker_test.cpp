#include "tests/actors/health/checker_scene.hpp"

#include <boost/test/unit_test.hpp>

#include <sys/resource.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace troupe::actors {
namespace {

using namespace std::chrono_literals;

BOOST_FIXTURE_TEST_SUITE(health_checker_test, checker_fixture)

// -- up and down --------------------------------------------------------------

BOOST_AUTO_TEST_CASE(tells_of_a_fall_and_a_rise_at_the_thresholds_only) {
  spawn_uut(plain());
  watch({target(1, house)});
  answer(house, good);
  answer(house, bad, 2);
  BOOST_TEST(news() == "");
  answer(house, bad);
  BOOST_TEST(news() == "1 down: status 503");
  BOOST_TEST(counters().passed == 1u);
  BOOST_TEST(counters().failed == 3u);
  answer(house, bad);
  answer(house, good);
  BOOST_TEST(news() == "");
  answer(house, good);
  BOOST_TEST(news() == "1 up: status 200");
  answer(house, good);
  BOOST_TEST(news() == "");
}

BOOST_AUTO_TEST_CASE(the_first_check_decides_at_once) {
  spawn_uut(plain());
  watch({target(1, house)});
  answer(house, bad);
  BOOST_TEST(news() == "1 down: status 503");
}

BOOST_AUTO_TEST_CASE(who_is_not_trusted_at_first_comes_up_by_its_first_check) {
  auto options = plain();
  options.thresholds.healthy_at_first = false;
  spawn_uut(options);
  watch({target(1, house)});
  answer(house, good);
  BOOST_TEST(news() == "1 up: status 200");
}

BOOST_AUTO_TEST_CASE(checks_follow_each_other_in_intervals) {
  spawn_uut(plain());
  watch({target(1, house)});
  answer(house, good); // within 50 ms after it began
  pass(5s - 100ms);
  BOOST_TEST(!accept(house));
  pass(110ms);
  BOOST_TEST(bool{accept(house)});
}

BOOST_AUTO_TEST_CASE(who_is_down_may_be_checked_more_often) {
  auto options = plain();
  options.timing.interval_down = 1s;
  spawn_uut(options);
  watch({target(1, house)});
  answer(house, bad);
  pass(1s - 100ms);
  BOOST_TEST(!accept(house));
  pass(110ms);
  BOOST_TEST(bool{accept(house)});
}

// -- what backends do ---------------------------------------------------------

BOOST_AUTO_TEST_CASE(a_backend_where_nobody_listens_is_down) {
  house.socket.reset();
  spawn_uut(plain());
  watch({target(1, house)});
  pass(1s);
  BOOST_TEST(news() == "1 down: Connection refused");
}

BOOST_AUTO_TEST_CASE(backends_are_reached_over_tcp_as_well) {
  house = test::origin_house::at("127.0.0.1:0");
  spawn_uut(plain());
  watch({target(1, house)});
  answer(house, bad);
  for (auto i = 0; i < patience && heard->empty(); ++i) {
    loop.turn(1ms);
    settle();
  }
  BOOST_TEST(news() == "1 down: status 503");
}

BOOST_AUTO_TEST_CASE(who_accepts_and_never_answers_is_late) {
  spawn_uut(plain());
  watch({target(1, house)});
  auto probe = next_check(house);
  pass(2s - 60ms);
  BOOST_TEST(news() == "");
  BOOST_TEST(open(probe));
  pass(70ms);
  BOOST_TEST(news() == "1 down: no whole response within 2s");
  BOOST_TEST(!open(probe));
}

BOOST_AUTO_TEST_CASE(who_answers_octet_by_octet_is_late_and_alone) {
  auto other = build_house();
  auto options = plain();
  options.parallel = 2;
  spawn_uut(options);
  watch({target(1, house), target(2, other)});
  auto probe = next_check(house);
  answer(other, good);
  auto told = std::string{};
  for (auto octet : good.substr(0, 36)) {
    if (told = news(); !told.empty())
      break;
    say(probe, std::string_view{&octet, 1});
    pass(60ms);
  }
  BOOST_TEST(told == "1 down: no whole response within 2s");
  BOOST_TEST(!open(probe));
  answer(other, good);
  BOOST_TEST(news() == "");
}

BOOST_AUTO_TEST_CASE(who_does_not_accept_is_late) {
  auto full = runtime::net::listen_on(
    {.address = *runtime::net::address::parse("127.0.0.1:0"),
     .backlog = 0,
     .reuse_port = false});
  BOOST_TEST_REQUIRE(full.ok());
  house = {.socket = {}, .address = runtime::net::local_address(*full)};
  auto crowd = std::vector<runtime::net::fd>{};
  for (auto i = 0; i < 4; ++i)
    crowd.push_back(
      std::move(runtime::net::begin_connect(house.address, {})->socket));
  spawn_uut(plain(check_kind::tcp));
  watch({target(1, house)});
  pass(1s);
  BOOST_TEST(news() == "");
  pass(2010ms);
  BOOST_TEST(news() == "1 down: no connection within 2s");
}

BOOST_AUTO_TEST_CASE(garbage_and_a_reset_cost_their_own_check_only) {
  auto other = build_house();
  spawn_uut(plain());
  watch({target(1, house), target(2, other)});
  answer(house, "SSH-2.0-OpenSSH_9.2\r\n");
  BOOST_TEST(news() == "1 down: its response is not HTTP/1: bad_version");
  auto probe = next_check(other);
  probe.reset(); // which says nothing over Unix-domain sockets but the end
  BOOST_TEST(news().starts_with("2 down: "));
  answer(house, good, 2);
  BOOST_TEST(news() == "1 up: status 200");
}

BOOST_AUTO_TEST_CASE(a_reset_in_the_middle_of_a_response_is_a_failure) {
  house = test::origin_house::at("127.0.0.1:0");
  spawn_uut(plain());
  watch({target(1, house)});
  auto probe = next_check(house);
  hear(probe, 1);
  say(probe, good.substr(0, 9));
  probe.reset();
  for (auto i = 0; i < patience && heard->empty(); ++i) {
    loop.turn(1ms);
    settle();
  }
  BOOST_TEST(news() == "1 down: Connection reset by peer");
}

BOOST_AUTO_TEST_CASE(a_head_without_end_is_not_read) {
  spawn_uut(plain());
  watch({target(1, house)});
  auto probe = next_check(house);
  say(probe, "HTTP/1.1 200 OK\r\n");
  auto field = "X: " + std::string(1000, 'x') + "\r\n";
  for (auto i = 0; i < 100 && open(probe); ++i)
    say(probe, field);
  BOOST_TEST(news() == "1 down: its response is not HTTP/1: head_too_large");
  BOOST_TEST(!open(probe));
}

BOOST_AUTO_TEST_CASE(a_body_without_end_is_not_read) {
  auto options = plain();
  options.http.body = "ok";
  options.http.max_body = 1024;
  spawn_uut(options);
  watch({target(1, house)});
  auto probe = next_check(house);
  say(probe, "HTTP/1.1 200 OK\r\n\r\n" + std::string(10'000, 'x'));
  BOOST_TEST(news() == "1 down: 'ok' is not in its body");
  BOOST_TEST(!open(probe));
}

BOOST_AUTO_TEST_CASE(a_body_may_have_to_match) {
  auto options = plain();
  options.http.body_matches = *runtime::text::pattern::compile("^o.$");
  options.thresholds.healthy_at_first = false;
  spawn_uut(options);
  watch({target(1, house)});
  answer(house, good);
  BOOST_TEST(news() == "1 up: status and body as expected");
}

BOOST_AUTO_TEST_CASE(a_connection_is_all_that_a_tcp_check_wants) {
  auto options = plain(check_kind::tcp);
  options.thresholds.healthy_at_first = false;
  spawn_uut(options);
  watch({target(1, house)});
  auto probe = next_check(house);
  BOOST_TEST(news() == "1 up: connected");
  BOOST_TEST(state_of(probe) == line::ended);
  BOOST_TEST(probe.take() == "");
}

BOOST_AUTO_TEST_CASE(having_no_descriptor_says_nothing_about_a_backend) {
  auto options = plain();
  options.thresholds.fall = 1;
  spawn_uut(options);
  watch({target(1, house)});
  auto before = rlimit{};
  BOOST_TEST_REQUIRE(::getrlimit(RLIMIT_NOFILE, &before) == 0);
  auto next = ::dup(0); // and all below are taken
  ::close(next);
  auto low = before;
  low.rlim_cur = static_cast<rlim_t>(next);
  BOOST_TEST_REQUIRE(::setrlimit(RLIMIT_NOFILE, &low) == 0);
  pass(10s);
  ::setrlimit(RLIMIT_NOFILE, &before);
  BOOST_TEST(news() == "");
  BOOST_TEST(counters().undecided > 0u);
  BOOST_TEST(counters().failed == 0u);
  answer(house, bad);
  BOOST_TEST(news() == "1 down: status 503");
}

// -- how many at a time -------------------------------------------------------

BOOST_AUTO_TEST_CASE(a_check_never_meets_the_one_before) {
  auto options = plain();
  options.timing.interval = 1s;
  options.timing.timeout = 3s;
  spawn_uut(options);
  watch({target(1, house)});
  auto probe = next_check(house);
  pass(3s - 60ms);
  BOOST_TEST(!accept(house));
  BOOST_TEST(open(probe));
  pass(100ms);
  BOOST_TEST(!open(probe));
  pass(10ms);
  BOOST_TEST(bool{accept(house)});
}

BOOST_AUTO_TEST_CASE(no_more_are_checked_at_a_time_than_may_be) {
  auto houses = std::vector<test::origin_house>{};
  auto targets = std::vector<check_target>{};
  for (auto i = 1u; i <= 5; ++i)
    targets.push_back(target(i, houses.emplace_back(build_house())));
  auto options = plain();
  options.parallel = 2;
  spawn_uut(options);
  watch(targets);
  pass(1s);
  auto probes = std::vector<std::pair<std::size_t, test::peer>>{};
  auto gather = [&] {
    for (std::size_t i = 0; i < houses.size(); ++i)
      if (auto probe = accept(houses[i]))
        probes.emplace_back(i, std::move(probe));
    return probes.size();
  };
  BOOST_TEST(gather() == 2u);
  for (auto known = 3u; known <= 5; ++known) {
    say(probes[known - 3].second, good);
    BOOST_TEST(gather() == known); // one goes, and the next one comes
  }
  pass(2s); // and who is late makes room, too
  BOOST_TEST(gather() == 5u);
  pass(4s);
  BOOST_TEST(gather() == 7u);
}

// -- who is watched -----------------------------------------------------------

BOOST_AUTO_TEST_CASE(who_stays_is_known_and_who_left_is_left_alone) {
  auto other = build_house();
  spawn_uut(plain());
  watch({target(1, house), target(2, other)});
  answer(house, bad);
  auto probe = next_check(other);
  BOOST_TEST(news() == "1 down: status 503");
  auto third = build_house();
  watch({target(1, house), target(3, third)});
  BOOST_TEST(!open(probe));
  answer(third, bad);
  BOOST_TEST(news() == "3 down: status 503");
  watch({target(1, house)});
  answer(house, good);
  BOOST_TEST(news() == ""); // it takes two of them to rise
  answer(house, good);
  BOOST_TEST(news() == "1 up: status 200");
  pass(20s);
  BOOST_TEST(!accept(other));
}

BOOST_AUTO_TEST_CASE(who_left_while_it_waited_takes_no_turn) {
  auto other = build_house();
  auto third = build_house();
  auto options = plain();
  options.parallel = 1;
  spawn_uut(options);
  watch({target(1, house)});
  auto probe = next_check(house);
  watch({target(1, house), target(2, other), target(3, third)});
  pass(1s);
  watch({target(1, house), target(3, third)});
  say(probe, good);
  BOOST_TEST(!accept(other));
  BOOST_TEST(bool{accept(third)});
}

BOOST_AUTO_TEST_CASE(who_has_moved_is_checked_there_and_soon) {
  spawn_uut(plain());
  watch({target(1, house)});
  auto probe = next_check(house);
  auto other = build_house();
  watch({target(1, other)});
  BOOST_TEST(!open(probe));
  pass(1s);
  BOOST_TEST(!accept(house));
  answer(other, bad);
  BOOST_TEST(news() == "1 down: status 503");
}

BOOST_AUTO_TEST_CASE(whom_nobody_names_is_not_checked) {
  spawn_uut(plain());
  watch({target(1, house)});
  watch({});
  pass(1h);
  BOOST_TEST(!accept(house));
}

// -- the end ------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(ends_in_the_middle_of_a_check) {
  spawn_uut(plain());
  watch({target(1, house)});
  auto probe = next_check(house);
  stop();
  BOOST_TEST(!open(probe));
  pass(1h); // and nothing rings
  BOOST_TEST(news() == "");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
