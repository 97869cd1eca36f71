#include "actors/health/outcome_tally.hpp"

#include <boost/test/unit_test.hpp>

#include <thread>
#include <vector>

namespace troupe::actors {
namespace {

BOOST_AUTO_TEST_SUITE(outcome_tally_test)

BOOST_AUTO_TEST_CASE(statuses_of_gateways_are_failures_of_gateways) {
  for (auto code : {502, 503, 504})
    BOOST_TEST((outcome_of(static_cast<codecs::http::status>(code))
                == outcome::gateway_failure));
  for (auto code : {500, 501, 505, 599})
    BOOST_TEST((outcome_of(static_cast<codecs::http::status>(code))
                == outcome::server_error));
  for (auto code : {100, 200, 304, 404, 429, 499, 600})
    BOOST_TEST((outcome_of(static_cast<codecs::http::status>(code))
                == outcome::success));
}

BOOST_AUTO_TEST_CASE(tells_of_every_row_and_no_sooner) {
  outcome_tally uut{3};
  for (auto i = 0; i < 3; ++i) {
    BOOST_TEST(!uut.note(outcome::gateway_failure));
    BOOST_TEST(!uut.note(outcome::gateway_failure));
    BOOST_TEST(uut.note(outcome::gateway_failure));
  }
  BOOST_TEST(uut.in_a_row() == 9u);
}

BOOST_AUTO_TEST_CASE(anything_else_ends_a_row) {
  outcome_tally uut{2};
  for (auto other : {outcome::success, outcome::server_error}) {
    BOOST_TEST(!uut.note(outcome::gateway_failure));
    BOOST_TEST(!uut.note(other));
  }
  BOOST_TEST(!uut.note(outcome::gateway_failure));
  BOOST_TEST(uut.note(outcome::gateway_failure));
}

BOOST_AUTO_TEST_CASE(tells_of_no_row_if_nobody_asks) {
  outcome_tally uut{0};
  for (auto i = 0; i < 100; ++i)
    BOOST_TEST(!uut.note(outcome::gateway_failure));
}

BOOST_AUTO_TEST_CASE(all_but_successes_failed) {
  outcome_tally uut{5};
  uut.note(outcome::success);
  uut.note(outcome::server_error);
  uut.note(outcome::gateway_failure);
  BOOST_TEST((uut.take() == outcome_tally::counts{3, 2}));
  BOOST_TEST((uut.take() == outcome_tally::counts{}));
  BOOST_TEST(uut.in_a_row() == 1u);
}

BOOST_AUTO_TEST_CASE(no_thread_is_lost_and_one_of_them_tells) {
  outcome_tally uut{4000};
  auto told = std::atomic<unsigned>{0};
  auto crowd = std::vector<std::thread>{};
  for (auto i = 0; i < 4; ++i)
    crowd.emplace_back([&] {
      for (auto n = 0; n < 1000; ++n)
        told += uut.note(outcome::gateway_failure) ? 1 : 0;
    });
  for (auto& x : crowd)
    x.join();
  BOOST_TEST(told.load() == 1u);
  BOOST_TEST((uut.take() == outcome_tally::counts{4000, 4000}));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
