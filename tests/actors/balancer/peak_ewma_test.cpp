#include "tests/actors/balancer/stage.hpp"

namespace troupe::actors {
namespace {

using namespace std::chrono_literals;

class ewma_fixture : public test::balancer_fixture {
public:
  explicit ewma_fixture(std::initializer_list<std::uint32_t> weights)
    : balancer_fixture(balancing::peak_ewma, test::backends_weighing(weights)) {
    // nop
  }

  void answers(std::uint64_t who, runtime::time::duration latency) {
    uut.note_latency(backend_id{who}, latency, now);
  }
};

BOOST_AUTO_TEST_SUITE(peak_ewma_test)

BOOST_AUTO_TEST_CASE(asks_who_answers_sooner) {
  auto uut = ewma_fixture{1, 1};
  uut.answers(0, 10ms);
  uut.answers(1, 50ms);
  for (auto i = 0; i < 50; ++i)
    BOOST_TEST_REQUIRE(uut.first() == 0);
}

BOOST_AUTO_TEST_CASE(the_fast_one_may_have_more_under_way) {
  auto uut = ewma_fixture{1, 1};
  uut.answers(0, 10ms);
  uut.answers(1, 50ms);
  auto requests = std::vector<backend_load::permit>{};
  for (auto i = 0; i < 60; ++i)
    requests.push_back(uut.occupy(static_cast<std::uint64_t>(uut.first())));
  BOOST_TEST(uut.member(0).load->in_flight() == 50u);
}

BOOST_AUTO_TEST_CASE(a_peak_turns_requests_away_until_it_is_forgotten) {
  auto uut = ewma_fixture{1, 1};
  uut.answers(0, 10ms);
  uut.answers(1, 20ms);
  uut.answers(0, 2s);
  BOOST_TEST(uut.first() == 1);
  uut.pass(60s);
  uut.answers(0, 10ms);
  uut.answers(1, 20ms);
  BOOST_TEST(uut.first() == 0);
}

BOOST_AUTO_TEST_CASE(one_request_tries_the_unknown_and_not_all) {
  auto uut = ewma_fixture{1, 1};
  uut.answers(0, 10ms);
  BOOST_TEST(uut.first() == 1);
  auto trying = uut.occupy(1);
  for (auto i = 0; i < 50; ++i)
    BOOST_TEST_REQUIRE(uut.first() == 0);
  trying = {};
  uut.answers(1, 1ms);
  BOOST_TEST(uut.first() == 1);
}

BOOST_AUTO_TEST_CASE(weights_count) {
  auto uut = ewma_fixture{1, 10};
  uut.answers(0, 10ms);
  uut.answers(1, 50ms);
  BOOST_TEST(uut.first() == 1);
}

BOOST_AUTO_TEST_CASE(what_it_knows_survives_a_change_of_membership) {
  auto uut = ewma_fixture{1, 1};
  uut.answers(0, 50ms);
  uut.answers(1, 10ms);
  auto turned = test::backends_weighing({1, 1});
  std::swap(turned[0], turned[1]);
  uut.adopt(turned);
  BOOST_TEST(uut.first() == 1);
}

BOOST_AUTO_TEST_CASE(news_of_who_has_left_is_of_no_account) {
  auto uut = ewma_fixture{1, 1};
  uut.answers(17, 50ms);
  BOOST_TEST(uut.first() >= 0);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
