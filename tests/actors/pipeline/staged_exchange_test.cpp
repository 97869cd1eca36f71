#include "tests/support/stage.hpp"

#include "actors/http_service/service.hpp"
#include "actors/pipeline/staged_exchange.hpp"

#include <boost/test/unit_test.hpp>

#include <stdexcept>
#include <string>
#include <vector>

namespace troupe::actors {
namespace {

using namespace std::chrono_literals;

/// A scene whose route has stages.
struct fixture : test::scene_fixture {
  pipeline stages;

  static std::string joined(std::string_view a, std::string_view b) {
    auto both = std::string{a};
    return both.append(b);
  }

  void place() { add_stages(stages); }

  static constexpr std::string_view post
    = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello";
  static constexpr std::string_view post_chunked
    = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
};

BOOST_FIXTURE_TEST_SUITE(staged_exchange_test, fixture)

// -- phases -------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(stages_that_do_nothing_change_nothing) {
  stages.request([](exchange_context&) {}).response([](exchange_context&) {});
  place();
  one_exchange();
  one_exchange();
  client_sends(post);
  origin_receives(post);
  origin_sends("HTTP/1.1 200 OK\r\nDate: now\r\nTransfer-Encoding: chunked\r\n"
               "\r\n2\r\nok\r\n0\r\n\r\n");
  client_receives("HTTP/1.1 200 OK\r\nDate: now\r\nTransfer-Encoding: chunked"
                  "\r\n\r\n2\r\nok\r\n0\r\n\r\n");
  nobody_connects();
}

BOOST_AUTO_TEST_CASE(phases_come_in_the_order_of_their_table) {
  auto met = std::vector<std::string_view>{};
  auto note = [&](exchange_context& x) { met.push_back(to_string(x.at())); };
  auto note_body = [&](exchange_context& x, body_chunk& chunk) {
    if (chunk.last())
      met.push_back(to_string(x.at()));
  };
  auto note_trailers = [&](exchange_context& x, codecs::fields::map&) {
    met.push_back(to_string(x.at()));
  };
  stages.logging(note)
    .response_trailers(note_trailers)
    .response_body(note_body)
    .response(note)
    .upstream_response_trailers(note_trailers)
    .upstream_response_body(note_body)
    .upstream_response(note)
    .request_trailers(note_trailers)
    .request_body(note_body)
    .upstream_request(note)
    .connected(note)
    .choose_upstream(note)
    .before_upstream(note)
    .request(note)
    .early_request(note);
  one_exchange(); // leaves a connection, so that nothing waits for one
  place();
  client_sends("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi");
  origin_receives("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n"
                  "\r\n2\r\nhi\r\n0\r\n\r\n");
  origin_sends(ok);
  client_receives("HTTP/1.1 200 OK\r\nDate: now\r\nTransfer-Encoding: chunked"
                  "\r\n\r\n2\r\nok\r\n0\r\n\r\n");
  const auto expected
    = std::vector<std::string_view>{"early_request",
                                    "request",
                                    "before_upstream",
                                    "choose_upstream",
                                    "connected",
                                    "upstream_request",
                                    "request_trailers",
                                    "request_body",
                                    "upstream_response",
                                    "response",
                                    "upstream_response_trailers",
                                    "response_trailers",
                                    "upstream_response_body",
                                    "response_body",
                                    "logging"};
  BOOST_TEST(met == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_head_goes_on_as_its_stages_left_it) {
  stages
    .request([](exchange_context& x) {
      BOOST_TEST(x.client().address == "192.0.2.7");
      BOOST_TEST(x.target("/new?q"));
      BOOST_TEST(!x.target("no target"));
      BOOST_TEST(x.authority("b:81"));
      x.request().fields.set("X-A", "1");
    })
    .upstream_request([](exchange_context& x) {
      x.upstream_head().fields.set("X-B", std::string{x.backend()});
      x.upstream_head().fields.erase("X-A");
    })
    .response([](exchange_context& x) {
      BOOST_TEST(x.request().fields.find("X-A") != nullptr);
      BOOST_TEST(x.request().fields.find("X-B") == nullptr);
      x.response().status = 202;
      x.response().reason = {};
      x.response().fields.erase("Date");
      x.response().fields.set("X-C", "3");
    });
  place();
  client_sends(get);
  origin_receives("GET /new?q HTTP/1.1\r\nHost: b:81\r\nX-B: "
                  + to_string(house.address) + "\r\n\r\n");
  origin_sends("HTTP/1.1 200 OK\r\nDate: now\r\nContent-Length: 2\r\n\r\nok");
  client_receives("HTTP/1.1 202 Accepted\r\nContent-Length: 2\r\nX-C: 3\r\n"
                  "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n\r\nok");
}

BOOST_AUTO_TEST_CASE(no_stage_can_make_the_framing_a_lie) {
  stages
    .request([](exchange_context& x) {
      x.request().fields.set("Content-Length", "3");
      x.request().fields.append("Transfer-Encoding", "chunked");
    })
    .response([](exchange_context& x) {
      x.response().fields.set("Content-Length", "1");
    });
  place();
  client_sends(post);
  origin_receives(post);
  origin_sends(ok);
  client_receives(ok);
}

BOOST_AUTO_TEST_CASE(a_stage_answers_and_nothing_is_forwarded) {
  stages
    .request([](exchange_context& x) -> verdict {
      if (x.request().target.path == "/secret")
        return verdict::answer(403, "no\n");
      return {};
    })
    .response(
      [](exchange_context& x) { x.response().fields.set("X-Seen", "yes"); });
  place();
  client_sends("GET /secret HTTP/1.1\r\nHost: a\r\n\r\n");
  client_receives("HTTP/1.1 403 Forbidden\r\nContent-Type: text/plain\r\n"
                  "Content-Length: 3\r\nX-Seen: yes\r\n"
                  "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n\r\nno\n");
  nobody_connects();
  client_sends(get); // the connection goes on
  origin_receives(get);
}

BOOST_AUTO_TEST_CASE(an_answer_before_the_body_ends_the_connection) {
  stages.request(
    [](exchange_context&) { return verdict::answer(403, "no\n"); });
  place();
  client_sends("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nhal");
  BOOST_TEST(hear(client, 1).find("\r\nConnection: close\r\n")
             != std::string::npos);
  client_sees(line::ended);
}

BOOST_AUTO_TEST_CASE(an_origins_response_is_replaced) {
  stages.upstream_response([](exchange_context& x) -> verdict {
    if (x.response().status == 500)
      return verdict::answer(503, "later\n");
    return {};
  });
  place();
  client_sends(get);
  origin_receives(get);
  origin_sends("HTTP/1.1 500 Oops\r\nContent-Length: 4\r\n\r\noops");
  client_receives("HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/plain"
                  "\r\nContent-Length: 6\r\n"
                  "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n\r\nlater\n");
  client_hears_nothing();
  origin_sees(line::ended);
}

BOOST_AUTO_TEST_CASE(a_stage_chooses_another_upstream) {
  auto other = build_house();
  auto& made = add_upstream("/never", plain(), {}, "other");
  add_backend(made, other.address);
  home.here.routes = {};
  home.here.routes.add("", "/", 0);
  stages.choose_upstream([](exchange_context& x) {
    BOOST_TEST(x.upstream() == "app");
    if (x.request().fields.find("X-Beta"))
      x.upstream("other");
    if (x.request().fields.find("X-Lost"))
      x.upstream("nowhere");
  });
  home.here.targets[0].stages = std::make_shared<pipeline_here>(stages, unit);
  one_exchange();
  client_sends("GET / HTTP/1.1\r\nHost: a\r\nX-Beta: 1\r\n\r\n");
  auto there = accept(other);
  BOOST_TEST_REQUIRE(bool{there});
  BOOST_TEST(hear(there, 1).starts_with("GET / "));
  say(there, ok);
  client_receives(ok);
  auto quiet = test::silence{};
  client_sends("GET / HTTP/1.1\r\nHost: a\r\nX-Lost: 1\r\n\r\n");
  client_receives_error(503, "no_backend");
}

// -- state --------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(state_lives_as_long_as_its_exchange_or_connection) {
  struct count {
    int value = 0;
  };
  auto seen = std::vector<int>{};
  stages
    .early_request([](exchange_context& x) {
      ++x.state<count>().value;
      ++x.connection_state<count>().value;
    })
    .logging([&](exchange_context& x) {
      seen.push_back(x.state<count>().value);
      seen.push_back(x.connection_state<count>().value);
    });
  place();
  one_exchange();
  one_exchange();
  client = connect();
  one_exchange();
  BOOST_TEST(seen == (std::vector{1, 1, 1, 2, 1, 1}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(each_loop_has_a_module_of_its_own) {
  struct counting {
    int count = 0;

    void request(exchange_context& x) {
      x.request().fields.set("X-Count", std::to_string(++count));
    }
    void response(exchange_context& x) { x.response().fields.erase("Date"); }
  };
  stages.add(counting{});
  auto expect = [this](int n) {
    client_sends(get);
    origin_receives("GET / HTTP/1.1\r\nHost: a\r\nX-Count: " + std::to_string(n)
                    + "\r\n\r\n");
    origin_sends(ok);
    BOOST_TEST(hear(client, 1).find("Date: Sun") != std::string::npos);
  };
  place();
  expect(1);
  expect(2);
  place(); // as on another loop
  expect(1);
}

// -- bodies -------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(bodies_are_rewritten_both_ways_whatever_their_length) {
  auto louder = [](exchange_context&, body_chunk& chunk) {
    auto text = std::string{chunk.text()};
    for (auto& c : text)
      c = static_cast<char>(std::toupper(c));
    if (chunk.last())
      text += "!";
    chunk.replace(text);
  };
  stages.request_body(louder).response_body(louder);
  place();
  client_sends(post);
  origin_receives(joined(post_chunked, "5\r\nHELLO\r\n1\r\n!\r\n0\r\n\r\n"));
  origin_sends(ok);
  client_receives("HTTP/1.1 200 OK\r\nDate: now\r\nTransfer-Encoding: chunked"
                  "\r\n\r\n2\r\nOK\r\n1\r\n!\r\n0\r\n\r\n");
  client_sends(get); // has no body, and gets none
  origin_receives(get);
  origin_sends("HTTP/1.1 204 No Content\r\nDate: now\r\n\r\n");
  client_receives("HTTP/1.1 204 No Content\r\nDate: now\r\n\r\n");
}

BOOST_AUTO_TEST_CASE(a_stage_that_does_not_want_a_body_leaves_its_length) {
  stages.response_body(
    [](exchange_context&, body_chunk& chunk) { chunk.replace("x"); },
    [](exchange_context& x) { return x.response().status == 404; });
  place();
  one_exchange();
}

BOOST_AUTO_TEST_CASE(a_body_is_held_back_and_comes_out_in_one) {
  struct whole {
    std::string text;
  };
  stages.request_body([](exchange_context& x, body_chunk& chunk) {
    auto& all = x.state<whole>().text;
    all += chunk.text();
    if (chunk.last())
      chunk.replace('[' + all + ']');
    else
      chunk.clear();
  });
  place();
  client_sends("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhe");
  client_sends("llo");
  origin_receives(joined(post_chunked, "7\r\n[hello]\r\n0\r\n\r\n"));
}

BOOST_AUTO_TEST_CASE(a_body_may_end_early) {
  stages.request_body(
    [](exchange_context&, body_chunk& chunk) { chunk.end_here(); });
  stages.response_body(
    [](exchange_context&, body_chunk& chunk) { chunk.end_here(); });
  place();
  client_sends("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhe");
  client_sends("llo");
  origin_receives(joined(post_chunked, "2\r\nhe\r\n0\r\n\r\n"));
  origin_sends("HTTP/1.1 200 OK\r\nDate: now\r\nContent-Length: 4\r\n\r\nab");
  origin_sends("cd");
  client_receives("HTTP/1.1 200 OK\r\nDate: now\r\nTransfer-Encoding: chunked"
                  "\r\n\r\n2\r\nab\r\n0\r\n\r\n");
  client_sends(get); // the connection goes on
  origin_receives(get);
}

BOOST_AUTO_TEST_CASE(trailers_are_seen_and_turned_into_body) {
  stages.response_trailers(
    [](exchange_context& x, codecs::fields::map& trailers) {
      x.append_to_body(trailers.find("X-Sum")->value);
      trailers.clear();
      trailers.append("X-Other", "1");
    });
  place();
  client_sends(get);
  origin_receives(get);
  origin_sends("HTTP/1.1 200 OK\r\nDate: now\r\nTransfer-Encoding: chunked\r\n"
               "\r\n2\r\nab\r\n0\r\nX-Sum: 7\r\n\r\n");
  client_receives("HTTP/1.1 200 OK\r\nDate: now\r\nTransfer-Encoding: chunked"
                  "\r\n\r\n2\r\nab\r\n1\r\n7\r\n0\r\nX-Other: 1\r\n\r\n");
}

// -- time ---------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(a_delay_holds_back_one_exchange_and_ends) {
  stages.request([](exchange_context&) { return verdict::delay(300ms); });
  place();
  client_sends(post);
  nobody_connects();
  pass(299ms);
  nobody_connects();
  pass(9ms); // a tick of the wheel
  origin_receives(post);
  origin_sends(ok);
  client_receives(ok);
}

BOOST_AUTO_TEST_CASE(bodies_are_throttled_both_ways) {
  auto slow = [](exchange_context&, body_chunk& chunk) {
    return chunk.last() ? verdict{} : verdict::delay(100ms);
  };
  stages.request_body(slow).response_body(slow);
  place();
  client_sends(post);
  origin_receives(post_chunked);
  pass(108ms);
  origin_receives("5\r\nhello\r\n0\r\n\r\n");
  origin_sends("HTTP/1.1 200 OK\r\nDate: now\r\nContent-Length: 4\r\n\r\nab");
  client_receives("HTTP/1.1 200 OK\r\nDate: now\r\nTransfer-Encoding: chunked"
                  "\r\n\r\n");
  origin_sends("cd");
  client_hears_nothing();
  pass(108ms);
  client_receives("2\r\nab\r\n");
  pass(108ms);
  client_receives("2\r\ncd\r\n0\r\n\r\n");
}

BOOST_AUTO_TEST_CASE(a_response_is_delayed_with_all_that_follows) {
  stages.response([](exchange_context&) { return verdict::delay(100ms); });
  place();
  client_sends(get);
  origin_receives(get);
  origin_sends(ok);
  client_hears_nothing();
  pass(108ms);
  client_receives(ok);
}

BOOST_AUTO_TEST_CASE(a_client_that_leaves_ends_a_delay) {
  auto logged = 0;
  stages.request([](exchange_context&) { return verdict::delay(1h); })
    .logging([&](exchange_context& x) {
      ++logged;
      BOOST_TEST((x.error().what == proxy_errc::client_gone));
    });
  place();
  client_sends(get);
  pass(1s); // unwatched at first
  client.close();
  settle();
  pass(1s);
  BOOST_TEST(home.guests.size() == 0u);
  BOOST_TEST(logged == 1);
}

// -- failures -----------------------------------------------------------------

BOOST_AUTO_TEST_CASE(what_a_stage_throws_ends_its_exchange_alone) {
  auto quiet = test::silence{};
  stages.request([](exchange_context& x) {
    if (x.request().fields.find("X-Bad"))
      throw std::runtime_error{"oops"};
  });
  place();
  client_sends("GET / HTTP/1.1\r\nHost: a\r\nX-Bad: 1\r\n\r\n");
  client_receives_error(500, "stage_failed");
  one_exchange();
}

BOOST_AUTO_TEST_CASE(a_throw_in_a_body_cuts_the_response) {
  auto quiet = test::silence{};
  stages.response_body([](exchange_context&, body_chunk& chunk) {
    if (chunk.text() == "cd")
      throw 7;
  });
  place();
  client_sends(get);
  origin_receives(get);
  origin_sends("HTTP/1.1 200 OK\r\nDate: now\r\nContent-Length: 4\r\n\r\nab");
  client_receives("HTTP/1.1 200 OK\r\nDate: now\r\nTransfer-Encoding: chunked"
                  "\r\n\r\n2\r\nab\r\n");
  origin_sends("cd");
  client_sees(line::ended);
}

BOOST_AUTO_TEST_CASE(a_stage_writes_the_error_page) {
  auto quiet = test::silence{};
  stages
    .failed_to_proxy([](exchange_context&, const failure& why) {
      BOOST_TEST((why.what == proxy_errc::upstream_closed));
      return verdict::answer(502, "sorry\n");
    })
    .response(
      [](exchange_context& x) { x.response().fields.set("X-Seen", "yes"); })
    .logging([](exchange_context& x) {
      BOOST_TEST((x.error().what == proxy_errc::upstream_closed));
      BOOST_TEST(x.response().status == 502);
    });
  place();
  client_sends(get);
  origin_receives(get);
  origin.close();
  settle();
  client_receives("HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/plain\r\n"
                  "Content-Length: 6\r\nX-Seen: yes\r\n"
                  "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n\r\nsorry\n");
}

BOOST_AUTO_TEST_CASE(a_stage_that_fails_on_the_error_page_gets_no_other) {
  auto quiet = test::silence{};
  stages.response([](exchange_context&) { throw std::runtime_error{"oops"}; });
  place();
  client_sends(get);
  origin_receives(get);
  origin_sends(ok);
  client_receives_error(500, "stage_failed");
}

BOOST_AUTO_TEST_CASE(a_stage_has_an_attempt_repeated) {
  auto tries = 0;
  stages
    .upstream_request([&](exchange_context& x) {
      x.upstream_head().fields.set("X-Try", std::to_string(++tries));
    })
    .error_while_proxying(
      [](exchange_context&, const failure&) { return verdict::try_again(); });
  place();
  client_sends(post);
  constexpr std::string_view head
    = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nX-Try: ";
  origin_receives(joined(head, "1\r\n\r\nhello"));
  origin.close();
  settle();
  origin = accept(house);
  origin_receives(joined(head, "2\r\n\r\nhello"));
  origin_sends(ok);
  client_receives(ok);
}

BOOST_AUTO_TEST_CASE(attempts_are_bounded_whatever_stages_say) {
  auto quiet = test::silence{};
  auto tries = std::uint32_t{0};
  auto ends = 0;
  stages
    .connected([&](exchange_context&) -> verdict {
      ++tries;
      return verdict::fail({proxy_errc::upstream_reset, "not good enough"});
    })
    .error_while_proxying(
      [](exchange_context&, const failure&) { return verdict::try_again(); })
    .logging([&](exchange_context&) { ++ends; });
  place();
  client_sends(get);
  client_receives_error(502, "upstream_reset");
  BOOST_TEST(tries == staged_exchange::max_attempts);
  BOOST_TEST(ends == 1);
}

// -- change -------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(who_is_under_way_keeps_the_stages_it_met) {
  auto mark = [](const char* text) {
    return
      [text](exchange_context& x) { x.response().fields.set("X-Mark", text); };
  };
  stages.response(mark("old"));
  place();
  client_sends(get);
  origin_receives(get);
  stages = pipeline{};
  stages.response(mark("new"));
  place();
  origin_sends(ok);
  BOOST_TEST(hear(client, 1).find("X-Mark: old") != std::string::npos);
  client_sends(get);
  origin_receives(get);
  origin_sends(ok);
  BOOST_TEST(hear(client, 1).find("X-Mark: new") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(services_have_stages_too) {
  add_service("/here", answer_with([](const http_request& x) {
                return http_response{
                  .status = 200, .fields = {}, .body = x.path + x.body};
              }));
  stages.request([](exchange_context& x) { x.target("/there"); })
    .response_body([](exchange_context&, body_chunk& chunk) {
      if (chunk.last())
        chunk.replace(std::string{chunk.text()} + "!");
    });
  place();
  client_sends("POST /here HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi");
  auto got = hear(client, 1);
  BOOST_TEST(got.ends_with("\r\n\r\n8\r\n/therehi\r\n1\r\n!\r\n0\r\n\r\n"),
             got);
}

BOOST_AUTO_TEST_CASE(what_a_stage_replaces_is_not_sent_behind_it) {
  add_service("/here", answer_with([](const http_request&) {
                return http_response{
                  .status = 200, .fields = {}, .body = "of the service"};
              }));
  stages
    .response([](exchange_context& x) {
      return x.response().status == 200 ? verdict::answer(403, "no\n")
                                        : verdict{};
    })
    .response([](exchange_context&) { return verdict::delay(100ms); });
  place();
  client_sends("GET /here HTTP/1.1\r\nHost: a\r\n\r\n");
  pass(108ms);
  auto got = hear(client, 1);
  BOOST_TEST(got.ends_with("\r\n\r\nno\n"), got);
}

// -- taps ---------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(a_tap_sees_the_body_as_it_is_forwarded_and_its_end) {
  auto seen = std::string{};
  stages.tap_request_body(
    [&](exchange_context&, codecs::octets piece, bool last) {
      seen.append(codecs::as_text(piece)).append(last ? "." : "|");
      return true;
    });
  place();
  client_sends(post);
  origin_receives(post); // with its length
  origin_sends(ok);
  client_receives(ok);
  BOOST_TEST(seen == "hello|.");
  seen.clear();
  one_exchange();
  BOOST_TEST(seen == ".");
}

BOOST_AUTO_TEST_CASE(a_tap_sees_what_stages_have_made_of_the_body) {
  auto seen = std::string{};
  stages
    .tap_request_body([&](exchange_context&, codecs::octets piece, bool last) {
      seen.append(codecs::as_text(piece)).append(last ? "." : "|");
      return true;
    })
    .request_body([](exchange_context&, body_chunk& chunk) {
      if (!chunk.text().empty())
        chunk.replace("bye");
    });
  place();
  client_sends(post);
  origin_receives(joined(post_chunked, "3\r\nbye\r\n0\r\n\r\n"));
  BOOST_TEST(seen == "bye|.");
}

BOOST_AUTO_TEST_CASE(a_tap_that_wants_no_more_or_throws_is_left_alone) {
  auto calls = 0;
  stages
    .tap_request_body([&](exchange_context&, codecs::octets, bool) {
      ++calls;
      return false;
    })
    .tap_request_body([&](exchange_context&, codecs::octets, bool) -> bool {
      ++calls;
      throw std::runtime_error{"oops"};
    });
  place();
  client_sends(post);
  origin_receives(post);
  origin_sends(ok);
  client_receives(ok);
  BOOST_TEST(calls == 2);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
