// Each exchange leaves one record, however it ends.
#include "tests/support/stage.hpp"

#include "actors/http_service/service.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

namespace troupe::actors {
namespace {

using namespace std::chrono_literals;

class records_fixture : public test::scene_fixture {
protected:
  records_fixture() {
    keep("${method} ${target} ${status} ${body_octets} "
         "${end}");
  }

  void keep(std::string format) {
    auto options = std::vector{access_log_options{}};
    options[0].path = "nobody writes it";
    options[0].format = std::move(format);
    home.log = std::make_unique<loop_log>(loop, options);
  }

  /// What was appended since the last time.
  std::string lines() {
    auto& buffer = home.log->outlets()[0]->buffer();
    buffer.close();
    auto batch = buffer.take();
    if (!batch)
      return {};
    auto text = batch->lines;
    buffer.give_back(std::move(batch));
    return text;
  }
};

BOOST_FIXTURE_TEST_SUITE(records_test, records_fixture)

// -- all is well --------------------------------------------------------------

BOOST_AUTO_TEST_CASE(an_exchange_leaves_a_line_when_it_is_over) {
  client_sends(get);
  origin_receives(get);
  BOOST_TEST(lines() == "");
  origin_sends(ok);
  client_receives(ok);
  BOOST_TEST(lines() == "GET / 200 2 done\n");
  one_exchange();
  BOOST_TEST(lines() == "GET / 200 2 done\n");
}

BOOST_AUTO_TEST_CASE(the_target_is_path_and_query_in_any_form) {
  client_sends("GET http://a.example/b?c=d HTTP/1.1\r\nHost: x\r\n\r\n");
  origin = accept(house);
  hear(origin);
  origin_sends(ok);
  BOOST_TEST(lines() == "GET /b?c=d 200 2 done\n");
}

BOOST_AUTO_TEST_CASE(it_tells_where_the_response_came_from) {
  keep("${client} ${authority} ${protocol} ${client_reused} ${route} "
       "${upstream} ${attempts} ${backend_reused} ${request.x-a} "
       "${response.date}");
  constexpr std::string_view asked
    = "GET / HTTP/1.1\r\nHost: a\r\nX-A: b\r\n\r\n";
  client_sends(asked);
  origin_receives(asked);
  origin_sends(ok);
  client_receives(ok);
  BOOST_TEST(lines() == "192.0.2.7 a HTTP/1.1 false / app 1 false b now\n");
  client_sends(asked);
  origin_receives(asked);
  origin_sends(ok);
  client_receives(ok);
  BOOST_TEST(lines() == "192.0.2.7 a HTTP/1.1 true / app 1 true b now\n");
}

BOOST_AUTO_TEST_CASE(octets_are_counted_in_both_directions) {
  keep("${request_octets} ${body_octets}");
  constexpr std::string_view asked
    = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
      "3\r\nabc\r\n0\r\n\r\n";
  client_sends(asked);
  origin = accept(house);
  hear(origin);
  origin_sends("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
               "5\r\nhello\r\n0\r\n\r\n");
  hear(client);
  BOOST_TEST(lines() == std::to_string(asked.size()) + " 5\n");
}

BOOST_AUTO_TEST_CASE(times_are_those_of_the_parts) {
  keep("${time} ${wait_us} ${connect_us} ${first_octet_us} ${total_us}");
  client_sends("GET / HTTP/1.1\r\n");
  pass(1s);
  client_sends("Host: a\r\n\r\n");
  origin_receives(get);
  pass(250ms);
  origin_sends("HTTP/1.1 200 OK\r\nDate: now\r\nContent-Length: 2\r\n\r\n");
  pass(500ms);
  origin_sends("ok");
  BOOST_TEST(lines() == "1994-11-06T08:49:37.000Z 0 0 250000 1750000\n");
  hear(client);
  one_exchange(); // on connections that are there
  BOOST_TEST(lines() == "1994-11-06T08:49:38.750Z - - 0 0\n");
}

BOOST_AUTO_TEST_CASE(a_service_s_answer_leaves_a_line) {
  add_service("/s", answer_with([](const http_request&) {
                return http_response{.body = "hello"};
              }));
  client_sends("GET /s HTTP/1.1\r\nHost: a\r\n\r\n");
  hear(client);
  BOOST_TEST(lines() == "GET /s 200 5 done\n");
}

BOOST_AUTO_TEST_CASE(an_upgrade_leaves_a_line_when_its_tunnel_ends) {
  keep("${method} ${target} ${status} ${request_octets} ${body_octets} "
       "${route} ${backend} ${client} ${end}");
  client_sends("GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\n"
               "Upgrade: x\r\n\r\n");
  origin = accept(house);
  hear(origin);
  origin_sends("HTTP/1.1 101 Go\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n");
  BOOST_TEST(hear(client, 1).starts_with("HTTP/1.1 101"));
  client_sends("to");
  BOOST_TEST(hear(origin) == "to");
  origin_sends("fro");
  BOOST_TEST(hear(client) == "fro");
  BOOST_TEST(lines() == "");
  client.close();
  origin.close();
  settle();
  BOOST_TEST(lines()
             == "GET / 101 62 3 / " + to_string(house.address)
                  + " 192.0.2.7 done\n");
}

// -- something is not ---------------------------------------------------------

BOOST_AUTO_TEST_CASE(what_never_became_an_exchange_leaves_a_line) {
  home.here.routes = {};
  client_sends(get);
  BOOST_TEST(lines() == "GET / 404 24 no_route\n");
  client_sends("CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n\r\n");
  BOOST_TEST(lines() == "CONNECT a:1 405 44 connect_not_allowed\n");
}

BOOST_AUTO_TEST_CASE(what_is_no_request_leaves_a_line) {
  one_exchange();
  lines();
  client_sends("what?\r\n\r\n");
  BOOST_TEST(lines() == "- - 400 35 malformed_request\n");
}

BOOST_AUTO_TEST_CASE(half_a_head_leaves_a_line_when_time_is_over) {
  client_sends("GET / HT");
  pass(15s);
  BOOST_TEST(lines() == "- - 408 34 head_timeout\n");
}

BOOST_AUTO_TEST_CASE(who_asks_nothing_leaves_none) {
  client_sends("");
  pass(15s);
  client = connect();
  client.close();
  settle();
  BOOST_TEST(lines() == "");
}

BOOST_AUTO_TEST_CASE(a_malformed_body_leaves_one_line) {
  client_sends("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n"
               "\r\n3\r\nabc\r\nx\r\n");
  settle();
  BOOST_TEST(lines() == "POST / 400 35 malformed_request\n");
}

BOOST_AUTO_TEST_CASE(a_client_that_leaves_is_told_of_at_once) {
  client_sends(get);
  origin_receives(get);
  client.close();
  settle();
  pass(1s); // its socket was not watched before
  BOOST_TEST(lines() == "GET / - 0 client_gone\n");
}

BOOST_AUTO_TEST_CASE(a_client_that_leaves_in_the_middle_leaves_what_was_sent) {
  client_sends(get);
  origin_receives(get);
  origin_sends("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc");
  pass(1s);
  client.close();
  settle();
  BOOST_TEST(lines() == "GET / 200 3 client_gone\n");
}

BOOST_AUTO_TEST_CASE(an_origin_that_dies_in_the_middle_is_told_of_at_once) {
  client_sends(get);
  origin_receives(get);
  origin_sends("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc");
  origin.close();
  settle();
  BOOST_TEST(lines() == "GET / 200 3 response_incomplete\n");
  pass(10s);
  BOOST_TEST(lines() == ""); // no second one, when the session ends
}

BOOST_AUTO_TEST_CASE(a_dead_connection_that_was_replaced_is_no_failure) {
  keep("${status} ${end} ${attempts} ${backend_reused}");
  one_exchange();
  lines();
  client_sends(get);
  origin_receives(get);
  origin.close();
  settle();
  origin = accept(house);
  origin_receives(get);
  origin_sends(ok);
  BOOST_TEST(lines() == "200 done 2 false\n");
}

BOOST_AUTO_TEST_CASE(an_exchange_that_takes_too_long_leaves_one_line) {
  timeouts().exchange = 3s;
  client_sends(get);
  origin_receives(get);
  pass(3s);
  BOOST_TEST(lines() == "GET / 504 38 exchange_timeout\n");
}

BOOST_AUTO_TEST_CASE(who_is_cut_off_at_the_end_leaves_a_line) {
  client_sends(get);
  origin_receives(get);
  home.guests.stop();
  settle();
  BOOST_TEST(lines() == "GET / - 0 shut_down\n");
}

// -- stages -------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(what_stages_answer_leaves_a_line) {
  add_stages(pipeline{}.request([](exchange_context&) {
    return verdict::answer({.status = 403, .body = "no"});
  }));
  client_sends(get);
  BOOST_TEST(lines() == "GET / 403 2 done\n");
}

BOOST_AUTO_TEST_CASE(the_wait_for_stages_is_told) {
  keep("${target} ${stages_us} ${attempts} ${upstream} ${total_us}");
  add_stages(pipeline{}.request([](exchange_context& x) {
    x.target("/other");
    return verdict::delay(300ms);
  }));
  client_sends(get);
  pass(320ms); // and a tick of the wheel
  origin = accept(house);
  hear(origin);
  origin_sends(ok);
  BOOST_TEST(lines() == "/ 320000 1 app 320000\n");
}

BOOST_AUTO_TEST_CASE(a_stage_that_fails_has_its_word_in_the_line) {
  add_stages(pipeline{}.request(
    [](exchange_context&) -> verdict { throw std::runtime_error{"oh no"}; }));
  client_sends(get);
  BOOST_TEST(lines() == "GET / 500 40 stage_failed\n");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
