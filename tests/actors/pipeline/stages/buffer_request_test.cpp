#include "tests/codecs/coding/coders.hpp"
#include "tests/support/stage.hpp"
#include "tests/support/stage_file.hpp"

#include "actors/pipeline/stages/buffer_request.hpp"
#include "actors/pipeline/stages/decompress.hpp"

#include <boost/test/unit_test.hpp>

namespace troupe::actors::stages {
namespace {

using namespace std::chrono_literals;

struct fixture : test::scene_fixture {
  fixture() { add_stages(pipeline{}.add(buffer_request{8})); }
};

BOOST_FIXTURE_TEST_SUITE(buffer_request_test, fixture)

BOOST_AUTO_TEST_CASE(nobody_connects_before_the_body_is_here) {
  client_sends("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\n\r\nhel");
  nobody_connects();
  client_sends("lo");
  nobody_connects();
  client_sends("!");
  origin_receives(
    "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\n\r\nhello!");
  origin_sends(ok);
  client_receives(ok);
  one_exchange(); // the connections are as good as before
}

BOOST_AUTO_TEST_CASE(the_origin_learns_the_length_of_what_came_in_chunks) {
  client_sends("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n"
               "\r\n2\r\nhe\r\n");
  nobody_connects();
  client_sends("3\r\nllo\r\n0\r\n\r\n");
  origin_receives(
    "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello");
  origin_sends(ok);
  client_receives(ok);
}

BOOST_AUTO_TEST_CASE(trailers_still_need_chunks) {
  client_sends("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n"
               "\r\n2\r\nhe\r\n3\r\nllo\r\n0\r\nX-Sum: 1\r\n\r\n");
  origin_receives("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n"
                  "\r\n5\r\nhello\r\n0\r\nX-Sum: 1\r\n\r\n");
}

BOOST_AUTO_TEST_CASE(larger_bodies_are_refused_however_they_are_framed) {
  client_sends("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n");
  client_receives_error(413, "request_body_too_large");
  client = connect();
  client_sends("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n"
               "\r\n8\r\n12345678\r\n1\r\n9\r\n0\r\n\r\n");
  client_receives_error(413, "request_body_too_large");
  nobody_connects();
}

BOOST_AUTO_TEST_CASE(a_client_that_waits_is_told_to_go_on_by_us) {
  client_sends("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n"
               "Expect: 100-continue\r\n\r\n");
  client_receives("HTTP/1.1 100 Continue\r\n\r\n");
  nobody_connects();
  client_sends("ok");
  origin_receives("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nok");
}

BOOST_AUTO_TEST_CASE(a_client_that_stops_sending_is_not_waited_for) {
  client_sends("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\n\r\nhel");
  pass(timeouts().body + 1s);
  client_receives_error(408, "body_timeout");
  nobody_connects();
}

BOOST_AUTO_TEST_CASE(a_client_that_leaves_is_forgotten) {
  client_sends("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\n\r\nhel");
  client = {};
  settle();
  nobody_connects();
}

BOOST_AUTO_TEST_CASE(what_has_no_body_goes_on_at_once) {
  one_exchange();
}

BOOST_AUTO_TEST_CASE(a_body_is_measured_when_it_is_through_its_stages) {
  add_stages(decompress({}).add(buffer_request{100}));
  auto coded = codecs::coding::encode(codecs::coding::kind::gzip, "hello");
  auto head = std::string{"POST / HTTP/1.1\r\nHost: a\r\nContent-Encoding: "
                          "gzip\r\nContent-Length: "};
  head.append(std::to_string(coded.size())).append("\r\n\r\n");
  client_sends(head);
  nobody_connects();
  client_sends(coded);
  origin_receives(
    "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello");
  origin_sends(ok);
  client_receives(ok);
  auto bomb
    = codecs::coding::encode(codecs::coding::kind::gzip, std::string(101, ' '));
  head = "POST / HTTP/1.1\r\nHost: a\r\nContent-Encoding: gzip\r\n"
         "Content-Length: ";
  client_sends(
    head.append(std::to_string(bomb.size())).append("\r\n\r\n").append(bomb));
  client_receives_error(413, "request_body_too_large");
}

BOOST_AUTO_TEST_CASE(what_is_wrong_with_options_is_said) {
  BOOST_TEST(test::problem_of("{buffer_request: {most: 64KiB}}") == "");
  BOOST_TEST(
    test::problem_of("{buffer_request: {most: 0}}").starts_with("'most'"));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors::stages
