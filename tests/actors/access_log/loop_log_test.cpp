#include "tests/actors/access_log/records.hpp"
#include "tests/support/loop_fixture.hpp"

#include "actors/access_log/loop_log.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

namespace troupe::actors {
namespace {

using namespace std::chrono_literals;

class loop_log_fixture : public test::loop_fixture {
protected:
  /// What the buffer of that log has complete.
  static std::string complete(loop_log& of, std::size_t i) {
    std::string result;
    auto& buffer = of.outlets()[i]->buffer();
    while (auto batch = buffer.take()) {
      result += batch->lines;
      buffer.give_back(batch);
    }
    return result;
  }

  static access_log_options writing(std::string format) {
    return {.path = "x", .format = std::move(format)};
  }
};

BOOST_FIXTURE_TEST_SUITE(loop_log_test, loop_log_fixture)

BOOST_AUTO_TEST_CASE(each_log_makes_its_own_line) {
  const auto logs = std::vector{writing("${status}"), writing("${method}")};
  auto uut = loop_log{loop, logs};
  uut.append(test::good_record());
  pass(1s);
  BOOST_TEST(complete(uut, 0) == "200\n");
  BOOST_TEST(complete(uut, 1) == "GET\n");
}

BOOST_AUTO_TEST_CASE(lines_wait_for_company_but_not_for_long) {
  const auto logs = std::vector{writing("${status}")};
  auto uut = loop_log{loop, logs};
  uut.append(test::good_record());
  pass(600ms);
  uut.append(test::good_record());
  BOOST_TEST(complete(uut, 0) == "");
  pass(410ms);
  BOOST_TEST(complete(uut, 0) == "200\n200\n");
  uut.append(test::good_record());
  pass(900ms);
  BOOST_TEST(complete(uut, 0) == "");
  pass(110ms);
  BOOST_TEST(complete(uut, 0) == "200\n");
}

BOOST_AUTO_TEST_CASE(a_full_batch_does_not_wait_and_the_next_waits_anew) {
  auto options = writing("${status}");
  options.batch = 8;
  const auto logs = std::vector{options};
  auto uut = loop_log{loop, logs};
  uut.append(test::good_record());
  pass(600ms);
  uut.append(test::good_record());
  uut.append(test::good_record());
  BOOST_TEST(complete(uut, 0) == "200\n200\n");
  pass(900ms);
  BOOST_TEST(complete(uut, 0) == "");
  pass(110ms);
  BOOST_TEST(complete(uut, 0) == "200\n");
}

BOOST_AUTO_TEST_CASE(samples_for_each_log) {
  auto some = writing("${status}");
  some.sample = 0.5;
  const auto logs = std::vector{some, writing("${status}")};
  auto uut = loop_log{loop, logs};
  for (auto status : {200, 201, 500, 202, 203})
    uut.append({.status = static_cast<codecs::http::status>(status)});
  pass(1s);
  BOOST_TEST(complete(uut, 0) == "201\n500\n203\n");
  BOOST_TEST(complete(uut, 1) == "200\n201\n500\n202\n203\n");
}

BOOST_AUTO_TEST_CASE(notes_bring_the_fields_that_any_of_them_shows) {
  const auto logs = std::vector{writing("${request.host} ${response.etag}"),
                                writing("${request.via} ${request.host}")};
  auto uut = loop_log{loop, logs};
  auto notes = uut.take_notes();
  BOOST_TEST_REQUIRE(notes);
  {
    auto head = codecs::fields::map{};
    head.append("Host", "a");
    head.append("Via", "b");
    notes->take_request(uut.wanted(), head);
    head.clear();
    head.append("ETag", "c");
    notes->take_response(uut.wanted(), head);
  }
  uut.append({.fields = notes.get()});
  pass(1s);
  BOOST_TEST(complete(uut, 0) == "a c\n");
  BOOST_TEST(complete(uut, 1) == "b a\n");
}

BOOST_AUTO_TEST_CASE(notes_come_back_empty_and_are_used_again) {
  const auto logs = std::vector{writing("${request.host}")};
  auto uut = loop_log{loop, logs};
  auto head = codecs::fields::map{};
  head.append("Host", "a");
  auto notes = uut.take_notes();
  const auto* memory = notes.get();
  notes->take_request(uut.wanted(), head);
  notes.reset();
  notes = uut.take_notes();
  BOOST_TEST(notes.get() == memory);
  BOOST_TEST(!notes->request(0).has_value());
  BOOST_TEST(uut.take_notes().get() != memory);
}

BOOST_AUTO_TEST_CASE(without_fields_there_are_no_notes) {
  const auto logs = std::vector{writing("common")};
  auto uut = loop_log{loop, logs};
  BOOST_TEST(!uut.take_notes());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
