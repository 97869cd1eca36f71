#include "actors/access_log/log_sampler.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <string>

namespace troupe::actors {
namespace {

exchange_record with_request_id(std::string_view id) {
  return {.status = 200, .request_id = id};
}

BOOST_AUTO_TEST_SUITE(log_sampler_test)

BOOST_AUTO_TEST_CASE(the_whole_is_everything) {
  auto uut = log_sampler{1, false};
  BOOST_TEST(uut.keeps({}));
  for (auto i = 0; i < 1000; ++i)
    BOOST_TEST(uut.keeps(with_request_id(std::to_string(i))));
}

BOOST_AUTO_TEST_CASE(without_ids_they_are_counted_off) {
  auto uut = log_sampler{0.25, false};
  auto kept = std::string{};
  for (auto i = 0; i < 12; ++i)
    kept += uut.keeps({}) ? 'x' : '.';
  BOOST_TEST(kept == "...x...x...x");
}

BOOST_AUTO_TEST_CASE(counting_off_is_exact_whatever_the_part) {
  auto uut = log_sampler{0.37, false};
  auto kept = 0;
  for (auto i = 0; i < 10000; ++i)
    kept += uut.keeps({});
  BOOST_TEST(kept >= 3699);
  BOOST_TEST(kept <= 3700);
}

BOOST_AUTO_TEST_CASE(ids_are_kept_in_about_that_part) {
  for (auto part : {0.5, 0.1, 0.01}) {
    auto uut = log_sampler{part, false};
    auto kept = 0;
    constexpr auto count = 100000;
    for (auto i = 0; i < count; ++i)
      kept += uut.keeps(with_request_id(std::to_string(i)));
    const auto deviation = std::sqrt(count * part * (1 - part));
    BOOST_TEST(std::abs(kept - count * part) < 4 * deviation,
               part << ": " << kept);
  }
}

BOOST_AUTO_TEST_CASE(everybody_chooses_the_same_and_more_includes_less) {
  auto tenth = log_sampler{0.1, false}, again = log_sampler{0.1, false},
       half = log_sampler{0.5, false};
  for (auto i = 0; i < 1000; ++i) {
    auto id = "req-" + std::to_string(i);
    auto kept = tenth.keeps(with_request_id(id));
    BOOST_TEST(again.keeps(with_request_id(id)) == kept);
    if (kept)
      BOOST_TEST(half.keeps(with_request_id(id)));
  }
}

BOOST_AUTO_TEST_CASE(the_trace_id_comes_first) {
  auto uut = log_sampler{0.5, false};
  for (auto i = 0; i < 100; ++i) {
    auto trace = std::to_string(i);
    auto kept = uut.keeps(with_request_id(trace));
    BOOST_TEST(uut.keeps({.request_id = "x", .trace_id = trace}) == kept);
  }
}

BOOST_AUTO_TEST_CASE(trouble_is_always_kept_if_that_is_wished) {
  const auto trouble = {
    exchange_record{.status = 500},
    exchange_record{.status = 503, .request_id = "x"},
    exchange_record{.status = 200, .end = proxy_errc::response_incomplete},
    exchange_record{.end = proxy_errc::internal_error},
  };
  const auto others = {
    exchange_record{.status = 200},
    exchange_record{.status = 404, .end = proxy_errc::no_route},
    exchange_record{.status = 200, .end = proxy_errc::client_gone},
  };
  constexpr auto almost_none = 1e-9;
  auto uut = log_sampler{almost_none, true};
  for (auto& x : trouble)
    BOOST_TEST(uut.keeps(x));
  for (auto& x : others)
    BOOST_TEST(!uut.keeps(x));
  uut = log_sampler{almost_none, false};
  for (auto& x : trouble)
    BOOST_TEST(!uut.keeps(x));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
