#include "tests/actors/static_files/requests.hpp"

#include <boost/test/unit_test.hpp>

namespace troupe::actors {
namespace {

using namespace std::chrono_literals;
using codecs::http::method;
using test::field_of;

struct fixture {
  response_plan plan(const test::field_list& fields,
                     method asked = method::get) {
    return plan_response(test::request_for("/a.txt", fields, options, asked),
                         file, "BOUND");
  }

  static_files_options options;
  file_facts file{.state = {.what = runtime::files::file_state::kind::file,
                            .inode = 0x1f,
                            .size = 10000,
                            .modified = test::then},
                  .type = "text/plain"};
  static constexpr auto tag = "\"1f-ae1b981bc490a00-2710\"";
  static constexpr auto date = "Sun, 06 Nov 1994 08:49:37 GMT";
};

BOOST_FIXTURE_TEST_SUITE(response_plan_test, fixture)

BOOST_AUTO_TEST_CASE(a_file_is_sent_whole_with_all_that_tells_it_apart) {
  auto x = plan({});
  BOOST_TEST(x.status == 200);
  BOOST_TEST(field_of(x, "Content-Type") == "text/plain");
  BOOST_TEST(field_of(x, "ETag") == tag);
  BOOST_TEST(field_of(x, "Last-Modified") == date);
  BOOST_TEST(field_of(x, "Accept-Ranges") == "bytes");
  BOOST_TEST(field_of(x, "Vary") == "");
  BOOST_TEST(x.length == 10000u);
  BOOST_TEST_REQUIRE(x.parts.size() == 1u);
  BOOST_TEST(x.parts[0].offset == 0u);
  BOOST_TEST(x.parts[0].size == 10000u);
}

BOOST_AUTO_TEST_CASE(an_empty_file_has_no_part) {
  file.state.size = 0;
  auto x = plan({});
  BOOST_TEST(x.status == 200);
  BOOST_TEST(x.length == 0u);
  BOOST_TEST(x.parts.empty());
}

BOOST_AUTO_TEST_CASE(a_change_of_just_now_makes_a_weak_tag) {
  file.state.modified = test::then + 100s - 999ms;
  BOOST_TEST(field_of(plan({}), "ETag").starts_with("W/\"1f-"));
  file.state.modified = test::then + 99s;
  BOOST_TEST(field_of(plan({}), "ETag").starts_with("\"1f-"));
  file.state.modified = test::then + 200s; // says its clock
  auto x = plan({});
  BOOST_TEST(field_of(x, "ETag").starts_with("W/\"1f-"));
  BOOST_TEST(field_of(x, "Last-Modified") == "Sun, 06 Nov 1994 08:51:17 GMT");
}

BOOST_AUTO_TEST_CASE(tags_may_be_weak_or_missing) {
  options.tag = file_tag::weak;
  BOOST_TEST(field_of(plan({}), "ETag") == std::string{"W/"}.append(tag));
  options.tag = file_tag::off;
  BOOST_TEST(field_of(plan({}), "ETag") == "");
  BOOST_TEST(plan({{"If-None-Match", tag}}).status == 200);
  BOOST_TEST(plan({{"If-Modified-Since", date}}).status == 304);
}

BOOST_AUTO_TEST_CASE(conditions_come_first) {
  auto same = plan({{"If-None-Match", tag}, {"Range", "bytes=0-1"}});
  BOOST_TEST(same.status == 304);
  BOOST_TEST(same.parts.empty());
  BOOST_TEST(field_of(same, "ETag") == tag);
  BOOST_TEST(field_of(same, "Content-Type") == "");
  auto failed = plan({{"If-Match", "\"x\""}, {"Range", "bytes=0-1"}});
  BOOST_TEST(failed.status == 412);
  BOOST_TEST(failed.parts[0].text == "412 Precondition Failed\n");
}

BOOST_AUTO_TEST_CASE(one_range_is_a_part_of_the_file) {
  auto x = plan({{"Range", "bytes=-500"}});
  BOOST_TEST(x.status == 206);
  BOOST_TEST(field_of(x, "Content-Range") == "bytes 9500-9999/10000");
  BOOST_TEST(field_of(x, "Content-Type") == "text/plain");
  BOOST_TEST(x.length == 500u);
  BOOST_TEST_REQUIRE(x.parts.size() == 1u);
  BOOST_TEST(x.parts[0].offset == 9500u);
}

BOOST_AUTO_TEST_CASE(several_ranges_are_a_multipart) {
  auto x = plan({{"Range", "bytes=0-9,20-29"}});
  BOOST_TEST(x.status == 206);
  BOOST_TEST(field_of(x, "Content-Range") == "");
  BOOST_TEST(field_of(x, "Content-Type")
             == "multipart/byteranges; boundary=BOUND");
  BOOST_TEST_REQUIRE(x.parts.size() == 3u);
  BOOST_TEST(x.parts[0].text
             == "\r\n--BOUND\r\nContent-Type: text/plain\r\n"
                "Content-Range: bytes 0-9/10000\r\n\r\n");
  BOOST_TEST(x.parts[1].offset == 20u);
  BOOST_TEST(x.parts[1].size == 10u);
  BOOST_TEST(x.parts[2].text == "\r\n--BOUND--\r\n");
  auto all = std::uint64_t{0};
  for (auto& part : x.parts)
    all += part.text.size() + part.size;
  BOOST_TEST(x.length == all);
}

BOOST_AUTO_TEST_CASE(a_range_beyond_the_end_is_a_416) {
  auto x = plan({{"Range", "bytes=10000-"}});
  BOOST_TEST(x.status == 416);
  BOOST_TEST(field_of(x, "Content-Range") == "bytes */10000");
  BOOST_TEST(field_of(x, "Content-Type") == "text/plain");
}

BOOST_AUTO_TEST_CASE(ranges_count_for_get_if_if_range_lets_them) {
  BOOST_TEST(plan({{"Range", "bytes=0-1"}}, method::head).status == 200);
  BOOST_TEST(plan({{"Range", "bytes=0-1"}, {"If-Range", tag}}).status == 206);
  BOOST_TEST(plan({{"Range", "bytes=0-1"}, {"If-Range", date}}).status == 206);
  BOOST_TEST(plan({{"Range", "bytes=0-1"}, {"If-Range", "\"x\""}}).status
             == 200);
  BOOST_TEST(plan({{"Range", "bytes=99999-"}, {"If-Range", "\"x\""}}).status
             == 200);
  BOOST_TEST(plan({{"Range", "bytes=0-1"}, {"Range", "bytes=3-4"}}).status
             == 200);
  options.max_ranges = 1;
  BOOST_TEST(plan({{"Range", "bytes=0-1,3-4"}}).status == 200);
  options.max_ranges = 0;
  auto whole = plan({{"Range", "bytes=0-1"}});
  BOOST_TEST(whole.status == 200);
  BOOST_TEST(field_of(whole, "Accept-Ranges") == "");
}

BOOST_AUTO_TEST_CASE(coded_files_say_so_and_all_say_that_it_varies) {
  options.precompressed = true;
  BOOST_TEST(field_of(plan({}), "Vary") == "Accept-Encoding");
  BOOST_TEST(field_of(plan({}), "Content-Encoding") == "");
  file.coding = codecs::coding::kind::br;
  BOOST_TEST(field_of(plan({}), "Content-Encoding") == "br");
  auto same = plan({{"If-None-Match", tag}});
  BOOST_TEST(same.status == 304);
  BOOST_TEST(field_of(same, "Vary") == "Accept-Encoding");
}

BOOST_AUTO_TEST_CASE(directories_get_their_slash_and_nobody_another_host) {
  auto place = [&](std::string_view target) {
    auto x = plan_redirect(test::request_for(target, {}, options));
    BOOST_TEST(x.status == 301);
    return field_of(x, "Location");
  };
  BOOST_TEST(place("/a") == "/a/");
  BOOST_TEST(place("/a%20b/c?d=/e") == "/a%20b/c/?d=/e");
  BOOST_TEST(place("//evil.test") == "/evil.test/");
  BOOST_TEST(place("///evil.test?x") == "/evil.test/?x");
}

BOOST_AUTO_TEST_CASE(a_status_says_what_is_allowed) {
  BOOST_TEST(field_of(plan_status(405), "Allow") == "GET, HEAD");
  BOOST_TEST(field_of(plan_status(404), "Allow") == "");
  BOOST_TEST(plan_status(404).parts[0].text == "404 Not Found\n");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
