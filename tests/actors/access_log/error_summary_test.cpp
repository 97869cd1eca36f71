#include "tests/actors/access_log/records.hpp"

#include "actors/access_log/error_summary.hpp"

#include <boost/test/unit_test.hpp>

namespace troupe::actors {
namespace {

BOOST_AUTO_TEST_SUITE(error_summary_test)

BOOST_AUTO_TEST_CASE(answers_four_questions_and_names_the_request) {
  auto x = test::good_record();
  x.status = 504;
  x.attempts = 2;
  x.end = proxy_errc::connect_timeout;
  x.because = "no answer";
  BOOST_TEST(error_summary(x)
             == "exchange_failed what=connect_timeout whose=upstream "
                "again=always status=504 because=\"no answer\" attempts=2 "
                "method=GET host=example.com path=/a/b client=192.0.2.7 "
                "route=/a upstream=app backend=127.0.0.1:9000 request_id=r-17");
}

BOOST_AUTO_TEST_CASE(what_is_not_known_is_left_out) {
  BOOST_TEST(
    error_summary(
      {.client = "::1", .status = 400, .end = proxy_errc::malformed_request})
    == "exchange_failed what=malformed_request whose=downstream "
       "again=never status=400 attempts=0 client=::1");
}

BOOST_AUTO_TEST_CASE(a_client_cannot_add_words_or_lines) {
  auto x = exchange_record{.end = proxy_errc::upstream_closed};
  x.method = "GET whose=ours";
  x.authority = "a\nb";
  x.because = "it said \"x\" attempts=9";
  BOOST_TEST(error_summary(x)
             == R"(exchange_failed what=upstream_closed whose=upstream )"
                R"(again=if_reused status=0 because="it said \x22x\x22 )"
                R"(attempts=9" attempts=0 method=GET\x20whose=ours )"
                R"(host=a\x0Ab)");
}

BOOST_AUTO_TEST_CASE(what_clients_do_wrong_is_no_warning) {
  using runtime::log::level;
  for (auto x : {proxy_errc::malformed_request, proxy_errc::client_gone})
    BOOST_TEST((level_of(x) == level::debug));
  for (auto x : {proxy_errc::no_route, proxy_errc::connect_timeout,
                 proxy_errc::queue_full, proxy_errc::internal_error})
    BOOST_TEST((level_of(x) == level::warning));
}

BOOST_AUTO_TEST_CASE(the_rest_is_a_number) {
  BOOST_TEST(suppressed_summary(proxy_errc::no_backend, 41)
             == "exchange_failed what=no_backend suppressed=41");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
