#include "tests/actors/session_h2/h2_scene.hpp"

#include <boost/test/unit_test.hpp>

#include <vector>

namespace troupe::actors {
namespace {

using namespace std::chrono_literals;

namespace h2 = test::h2;
using codecs::http2::stream_id;

constexpr auto highest = stream_id{0x7fffffff};

class fixture : public test::h2_scene {
protected:
  void drain() {
    home.guests.drain();
    settle();
  }

  /// Of the connection's own frames, those that tell of its end.
  std::vector<type> last_words() const {
    auto result = std::vector<type>{};
    for (auto& x : browser->frames)
      if (x.what == type::goaway || x.what == type::ping)
        result.push_back(x.what);
    return result;
  }
};

BOOST_FIXTURE_TEST_SUITE(session_h2_drain_test, fixture)

// -- draining -----------------------------------------------------------------

BOOST_AUTO_TEST_CASE(who_is_idle_is_told_asked_told_for_good_and_closed) {
  meet();
  drain();
  says_farewell({highest, 0});
  BOOST_TEST(
    (last_words() == std::vector{type::goaway, type::ping, type::goaway}));
  BOOST_TEST(ended());
  browser->line.close();
  settle();
  BOOST_TEST(home.guests.size() == 0u);
}

BOOST_AUTO_TEST_CASE(what_is_under_way_comes_to_its_end_first) {
  meet();
  auto first = ask("/");
  auto there = next_origin();
  auto second = post("/service");
  drain();
  says_farewell({highest, second});
  BOOST_TEST(!ended());
  say(there, ok);
  BOOST_TEST(is_whole(first));
  BOOST_TEST(!ended());
  send(second, "a body");
  send_end(second);
  BOOST_TEST(is_whole(second));
  BOOST_TEST(ended());
}

/// The client has sent it before it could know.
BOOST_AUTO_TEST_CASE(a_stream_that_was_opened_before_the_answer_is_served) {
  meet();
  browser->reads = false;
  drain();
  auto id = ask("/service");
  browser->reads = true;
  settle();
  BOOST_TEST(is_whole(id));
  says_farewell({highest, id});
  BOOST_TEST(ended());
}

BOOST_AUTO_TEST_CASE(a_stream_that_comes_after_the_last_word_is_passed_over) {
  meet();
  ask("/");
  auto there = next_origin();
  drain();
  says_farewell({highest, 1});
  browser->writes = false; // it would not open one
  by_hand(h2::frame(type::headers, h2::end_headers | h2::end_stream, 3,
                    h2::block(h2::a_get())));
  BOOST_TEST(figures().streams == 1u);
  nobody_connects();
  say(there, ok);
  BOOST_TEST(is_whole(1));
  BOOST_TEST(ended());
}

BOOST_AUTO_TEST_CASE(who_never_answers_has_a_moment_and_no_more) {
  meet();
  browser->answers_pings = false;
  drain();
  says_farewell({highest});
  pass(1s - 1ms);
  BOOST_TEST(!ended());
  pass(10ms);
  says_farewell({highest, 0});
  BOOST_TEST(ended());
}

BOOST_AUTO_TEST_CASE(who_never_answers_gets_what_is_under_way) {
  meet();
  browser->answers_pings = false;
  auto id = ask("/");
  auto there = next_origin();
  drain();
  pass(1s + 10ms);
  says_farewell({highest, id});
  BOOST_TEST(!ended());
  say(there, ok);
  BOOST_TEST(is_whole(id));
  BOOST_TEST(ended());
}

BOOST_AUTO_TEST_CASE(what_ends_before_the_answer_does_not_end_the_connection) {
  meet();
  browser->answers_pings = false;
  auto id = ask("/");
  auto there = next_origin();
  drain();
  say(there, ok);
  BOOST_TEST(is_whole(id));
  BOOST_TEST(!ended()); // the next may be on its way
  browser->pong();
  settle();
  says_farewell({highest, id});
  BOOST_TEST(ended());
}

BOOST_AUTO_TEST_CASE(who_is_drained_twice_is_told_once) {
  meet();
  browser->answers_pings = false;
  ask("/");
  drain();
  drain();
  says_farewell({highest});
  BOOST_TEST(browser->pings() == 1u);
  BOOST_TEST(count(figures().goaways_sent, errc::no_error) == 1u);
}

/// The pong that comes may be an answer to the earlier question.
BOOST_AUTO_TEST_CASE(who_was_asked_already_is_drained_all_the_same) {
  options().timeouts.first_octet = 0s;
  meet();
  browser->answers_pings = false;
  auto id = ask("/");
  auto there = next_origin();
  pass(60s + 10ms);
  BOOST_TEST(browser->pings() == 1u);
  drain();
  browser->pong();
  settle();
  say(there, ok);
  BOOST_TEST(is_whole(id));
  BOOST_TEST(ended());
}

BOOST_AUTO_TEST_CASE(a_client_that_says_farewell_is_served_and_closed) {
  meet();
  auto id = ask("/");
  auto there = next_origin();
  by_hand(h2::frame(type::goaway, 0, 0, h2::number(0) + h2::number(0)));
  BOOST_TEST(!ended());
  BOOST_TEST(count(figures().goaways_received, errc::no_error) == 1u);
  say(there, ok);
  BOOST_TEST(is_whole(id));
  BOOST_TEST(ended());
}

// -- enough requests ----------------------------------------------------------

BOOST_AUTO_TEST_CASE(the_last_request_a_connection_may_bring_ends_it) {
  home.here.session.max_requests = 2;
  meet();
  auto first = ask("/");
  auto there = next_origin();
  BOOST_TEST(browser->farewells().empty());
  auto second = ask("/");
  auto elsewhere = next_origin();
  says_farewell({highest, second});
  say(elsewhere, ok);
  BOOST_TEST(is_whole(second));
  BOOST_TEST(!ended());
  say(there, ok);
  BOOST_TEST(is_whole(first));
  BOOST_TEST(ended());
}

BOOST_AUTO_TEST_CASE(what_comes_with_the_last_request_is_served_too) {
  home.here.session.max_requests = 1;
  meet();
  auto ids = std::vector<stream_id>{};
  browser->writes = false; // until all are there
  for (auto i = 0; i < 3; ++i)
    ids.push_back(ask("/service"));
  browser->writes = true;
  settle();
  for (auto id : ids)
    BOOST_TEST(is_whole(id));
  says_farewell({highest, ids.back()});
  BOOST_TEST(ended());
}

// -- stopping -----------------------------------------------------------------

BOOST_AUTO_TEST_CASE(stopping_ends_everybody_at_once) {
  meet();
  ask("/");
  auto there = next_origin();
  ask("/");
  auto elsewhere = next_origin();
  home.guests.stop();
  settle();
  BOOST_TEST(home.guests.size() == 0u);
  BOOST_TEST(ended());
  BOOST_TEST((browser->farewell_code() == errc::no_error));
  BOOST_TEST(state_of(there) == line::ended);
  BOOST_TEST(state_of(elsewhere) == line::ended);
  BOOST_TEST(figures().open_streams == 0u);
}

BOOST_AUTO_TEST_CASE(stopping_waits_for_nobody_who_is_being_drained) {
  meet();
  browser->answers_pings = false;
  ask("/");
  auto there = next_origin();
  drain();
  home.guests.stop();
  settle();
  BOOST_TEST(home.guests.size() == 0u);
  BOOST_TEST(ended());
  BOOST_TEST(state_of(there) == line::ended);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
