#include "actors/health/outlier_ledger.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <string>

namespace troupe::actors {
namespace {

using namespace std::chrono_literals;
using runtime::time::steady_point;

constexpr backend_id number(unsigned i) {
  return static_cast<backend_id>(i);
}

/// Backends with the numbers from 0 on.
class outlier_fixture {
protected:
  void begin(const outlier_options& options, unsigned backends) {
    uut.emplace(options, now);
    adopt(0, backends);
  }

  void adopt(unsigned first, unsigned n) {
    auto ids = std::vector<backend_id>{};
    for (auto i = first; i < first + n; ++i)
      ids.push_back(number(i));
    uut->adopt(ids);
  }

  /// Fails so often that the tally wants it told, and tells it.
  bool fail(unsigned who) {
    while (!uut->tally(number(who))->note(outcome::gateway_failure)) {
      // once more
    }
    auto change = uut->note_row(number(who), now);
    if (change)
      last = *change;
    return change.has_value();
  }

  void serve(unsigned who, unsigned requests, unsigned failures) {
    for (auto i = 0u; i < requests; ++i)
      uut->tally(number(who))
        ->note(i < failures ? outcome::server_error : outcome::success);
  }

  /// Who changed meanwhile: "+1 -2" came back and went out.
  std::string pass(runtime::time::duration t) {
    auto end = now + t;
    auto result = std::string{};
    while (uut->next_due() <= end) {
      now = uut->next_due();
      for (auto& x : uut->expire(now)) {
        result.append(result.empty() ? "" : " ").append(x.ejected ? "-" : "+");
        result.append(std::to_string(static_cast<unsigned>(x.id)));
        last = x;
      }
      BOOST_TEST_REQUIRE((uut->next_due() > now));
    }
    now = end;
    return result;
  }

  steady_point now{1h};
  std::optional<outlier_ledger> uut;
  outlier_change last;
};

BOOST_FIXTURE_TEST_SUITE(outlier_ledger_test, outlier_fixture)

// -- failures in a row --------------------------------------------------------

BOOST_AUTO_TEST_CASE(who_fails_in_a_row_is_out_and_comes_back) {
  begin({}, 3);
  BOOST_TEST(fail(1));
  BOOST_TEST(uut->ejected(number(1)));
  BOOST_TEST(last.ejected);
  BOOST_TEST((last.how_long == 30s));
  BOOST_TEST(last.why == "5 gateway failures in a row");
  BOOST_TEST(pass(30s - 1ns) == "");
  BOOST_TEST(pass(1ns) == "+1");
  BOOST_TEST(!uut->ejected(number(1)));
}

BOOST_AUTO_TEST_CASE(a_row_that_has_ended_meanwhile_is_forgotten) {
  begin({}, 3);
  while (!uut->tally(number(0))->note(outcome::gateway_failure)) {
    // once more
  }
  uut->tally(number(0))->note(outcome::success);
  BOOST_TEST(!uut->note_row(number(0), now).has_value());
  BOOST_TEST(uut->spared() == 0u);
}

BOOST_AUTO_TEST_CASE(who_is_out_or_unknown_is_not_ejected_again) {
  begin({}, 3);
  BOOST_TEST(fail(0));
  BOOST_TEST(!fail(0));
  BOOST_TEST(!uut->note_row(number(7), now).has_value());
  BOOST_TEST(uut->spared() == 0u);
}

BOOST_AUTO_TEST_CASE(what_failed_before_the_return_does_not_count_after_it) {
  begin({}, 3);
  fail(0);
  for (auto i = 0; i < 4; ++i)
    uut->tally(number(0))->note(outcome::gateway_failure);
  pass(30s);
  for (auto i = 0; i < 4; ++i)
    BOOST_TEST(!uut->tally(number(0))->note(outcome::gateway_failure));
  BOOST_TEST(uut->tally(number(0))->note(outcome::gateway_failure));
}

// -- how long -----------------------------------------------------------------

BOOST_AUTO_TEST_CASE(each_time_takes_longer_up_to_a_bound) {
  begin({.interval = 1h, .base_ejection = 30s, .max_ejection = 100s}, 2);
  for (auto expected : {30s, 60s, 90s, 100s, 100s}) {
    BOOST_TEST(fail(0));
    BOOST_TEST((last.how_long == expected));
    BOOST_TEST(pass(expected) == "+0");
  }
}

BOOST_AUTO_TEST_CASE(who_behaves_is_forgiven_once_an_interval) {
  begin({.interval = 10s, .base_ejection = 5s, .max_ejection = 1h}, 2);
  fail(0);
  pass(5s);
  fail(0);
  BOOST_TEST((last.how_long == 10s));
  BOOST_TEST(pass(10s) == "+0");
  pass(5s);  // the end of an interval in which it was out
  pass(10s); // and of one in which it was not
  fail(0);
  BOOST_TEST((last.how_long == 10s));
  pass(1h); // all forgiven
  fail(0);
  BOOST_TEST((last.how_long == 5s));
}

BOOST_AUTO_TEST_CASE(a_long_record_is_forgiven_as_fast_as_one_at_the_bound) {
  begin({.interval = 10s, .base_ejection = 5s, .max_ejection = 15s}, 2);
  for (auto i = 0; i < 20; ++i) {
    fail(0);
    pass(last.how_long);
  }
  pass(50s);
  fail(0);
  BOOST_TEST((last.how_long == 5s));
}

// -- how many -----------------------------------------------------------------

BOOST_AUTO_TEST_CASE(the_last_one_is_never_out) {
  begin({.max_ejected = 100}, 3);
  BOOST_TEST(fail(0));
  BOOST_TEST(fail(1));
  BOOST_TEST(!fail(2));
  BOOST_TEST(uut->spared() == 1u);
  begin({.max_ejected = 100}, 1);
  BOOST_TEST(!fail(0));
}

BOOST_AUTO_TEST_CASE(who_is_down_is_not_among_those_that_are_left) {
  begin({.max_ejected = 100}, 2);
  uut->note_usable(number(1), false);
  BOOST_TEST(!fail(0));
  uut->note_usable(number(1), true);
  BOOST_TEST(fail(0));
}

BOOST_AUTO_TEST_CASE(one_may_be_out_however_few_there_are) {
  begin({.max_ejected = 10}, 3);
  BOOST_TEST(fail(0));
  BOOST_TEST(!fail(1));
  begin({.max_ejected = 0}, 3);
  BOOST_TEST(!fail(0));
}

BOOST_AUTO_TEST_CASE(no_more_are_out_than_their_share) {
  begin({.max_ejected = 30}, 10);
  for (auto i : {0u, 1u, 2u})
    BOOST_TEST(fail(i));
  BOOST_TEST(!fail(3));
  BOOST_TEST(uut->ejected() == 3u);
  BOOST_TEST(pass(30s) == "+0 +1 +2");
  BOOST_TEST(fail(3));
}

BOOST_AUTO_TEST_CASE(who_goes_on_failing_is_out_when_there_is_room) {
  begin({.max_ejected = 10}, 3);
  fail(0);
  BOOST_TEST(!fail(1));
  pass(30s);
  BOOST_TEST(fail(1));
  BOOST_TEST(last.why == "10 gateway failures in a row");
}

// -- rates --------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(who_does_much_worse_than_the_others_is_out) {
  begin({}, 6);
  for (auto i = 0u; i < 5; ++i)
    serve(i, 200, 2);
  serve(5, 200, 100);
  BOOST_TEST(pass(10s - 1ns) == "");
  BOOST_TEST(pass(1ns) == "-5");
  BOOST_TEST((last.how_long == 30s));
  BOOST_TEST(last.why == "success rate 50.0 %, where 90.8 % is usual");
  BOOST_TEST(pass(30s) == "+5");
}

BOOST_AUTO_TEST_CASE(a_small_difference_is_none_however_equal_the_others_are) {
  begin({}, 6);
  for (auto i = 0u; i < 5; ++i)
    serve(i, 1000, 0);
  serve(5, 1000, 1);
  BOOST_TEST(pass(10s) == "");
  begin({.success_rate = {.margin = 0}}, 6);
  for (auto i = 0u; i < 5; ++i)
    serve(i, 1000, 0);
  serve(5, 1000, 1);
  BOOST_TEST(pass(10s) == "-5");
}

BOOST_AUTO_TEST_CASE(where_all_are_bad_nobody_is_an_outlier) {
  begin({}, 6);
  for (auto i = 0u; i < 6; ++i)
    serve(i, 200, 150);
  BOOST_TEST(pass(10s) == "");
}

BOOST_AUTO_TEST_CASE(few_requests_and_few_backends_are_not_judged) {
  begin({}, 6);
  for (auto i = 0u; i < 5; ++i)
    serve(i, 200, 0);
  serve(5, 99, 99);
  BOOST_TEST(pass(10s) == "");
  for (auto i = 0u; i < 3; ++i)
    serve(i, 200, 0);
  serve(5, 200, 200);
  BOOST_TEST(pass(10s) == "");
}

BOOST_AUTO_TEST_CASE(each_interval_counts_for_itself) {
  begin({}, 6);
  for (auto round = 0; round < 2; ++round) {
    for (auto i = 0u; i < 5; ++i)
      serve(i, 200, 0);
    serve(5, 60, 60);
    BOOST_TEST(pass(10s) == "");
  }
}

BOOST_AUTO_TEST_CASE(rates_do_not_matter_without_a_factor) {
  begin({.success_rate = {.factor = 0}}, 6);
  for (auto i = 0u; i < 5; ++i)
    serve(i, 200, 0);
  serve(5, 200, 200);
  BOOST_TEST(pass(10s) == "");
}

BOOST_AUTO_TEST_CASE(where_there_is_room_for_one_the_worst_is_out) {
  begin({.success_rate = {.factor = 1}}, 9);
  for (auto i = 0u; i < 7; ++i)
    serve(i, 200, 0);
  serve(7, 200, 120);
  serve(8, 200, 140);
  BOOST_TEST(pass(10s) == "-8");
  BOOST_TEST(uut->spared() == 1u);
}

// -- who there is -------------------------------------------------------------

BOOST_AUTO_TEST_CASE(who_stays_is_known_and_who_leaves_makes_room) {
  begin({}, 3);
  fail(0);
  auto kept = uut->tally(number(1));
  adopt(0, 4);
  BOOST_TEST(uut->ejected(number(0)));
  BOOST_TEST(uut->tally(number(1)).get() == kept.get());
  adopt(1, 3);
  BOOST_TEST(uut->ejected() == 0u);
  BOOST_TEST(fail(1));
  adopt(0, 4); // who comes back is new
  BOOST_TEST(!uut->ejected(number(0)));
}

// -- options ------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(options_that_make_no_sense_are_found) {
  BOOST_TEST(!problem_with(outlier_options{}).has_value());
  for (auto& x :
       {outlier_options{.success_rate = {.factor = -1}},
        outlier_options{.success_rate = {.margin = 101}},
        outlier_options{.success_rate = {.min_backends = 1}},
        outlier_options{.success_rate = {.min_requests = 0}},
        outlier_options{.interval = 0s}, outlier_options{.base_ejection = 0s},
        outlier_options{.base_ejection = 301s},
        outlier_options{.max_ejected = 101}})
    BOOST_TEST(problem_with(x).has_value());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
