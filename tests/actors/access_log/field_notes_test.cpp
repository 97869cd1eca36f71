#include "actors/access_log/field_notes.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

namespace troupe::actors {
namespace {

/// Prints what there is.
std::string shown(std::optional<std::string_view> x) {
  return x ? '"' + std::string{*x} + '"' : "none";
}

BOOST_AUTO_TEST_SUITE(field_notes_test)

BOOST_AUTO_TEST_CASE(a_name_has_one_number_however_it_is_spelled) {
  auto uut = wanted_fields{};
  BOOST_TEST(uut.add("User-Agent") == 0u);
  BOOST_TEST(uut.add("X-Mine") == 1u);
  BOOST_TEST(uut.add("user-agent") == 0u);
  BOOST_TEST(uut.add("x-MINE") == 1u);
  BOOST_TEST(uut.size() == 2u);
}

BOOST_AUTO_TEST_CASE(keeps_values_when_the_head_is_gone) {
  auto wanted = field_notes::wishes{};
  wanted.request.add("user-agent");
  wanted.request.add("x-mine");
  wanted.request.add("referer");
  wanted.response.add("content-type");
  auto uut = field_notes{};
  {
    auto head = codecs::fields::map{};
    head.append("Host", "a");
    head.append("X-MINE", "");
    head.append("User-Agent", "curl");
    uut.take_request(wanted, head);
    head.clear();
    head.append("Content-Type", "text/html");
    uut.take_response(wanted, head);
  }
  BOOST_TEST(shown(uut.request(0)) == "\"curl\"");
  BOOST_TEST(shown(uut.request(1)) == "\"\"");
  BOOST_TEST(shown(uut.request(2)) == "none");
  BOOST_TEST(shown(uut.response(0)) == "\"text/html\"");
}

BOOST_AUTO_TEST_CASE(lines_of_one_name_become_one) {
  auto wanted = field_notes::wishes{};
  wanted.request.add("via");
  wanted.request.add("x-mine");
  auto head = codecs::fields::map{};
  head.append("X-Mine", "1");
  head.append("Via", "1.1 a");
  head.append("x-mine", "");
  head.append("Via", "1.1 b");
  head.append("X-Mine", "3");
  auto uut = field_notes{};
  uut.take_request(wanted, head);
  BOOST_TEST(shown(uut.request(0)) == "\"1.1 a, 1.1 b\"");
  BOOST_TEST(shown(uut.request(1)) == "\"1, , 3\"");
}

BOOST_AUTO_TEST_CASE(the_later_head_counts) {
  auto wanted = field_notes::wishes{};
  wanted.response.add("etag");
  auto uut = field_notes{};
  BOOST_TEST(shown(uut.response(0)) == "none"); // there was no head yet
  auto head = codecs::fields::map{};
  head.append("ETag", "\"a\"");
  uut.take_response(wanted, head);
  head.clear();
  uut.take_response(wanted, head);
  BOOST_TEST(shown(uut.response(0)) == "none");
  uut.clear();
  BOOST_TEST(shown(uut.response(0)) == "none");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
