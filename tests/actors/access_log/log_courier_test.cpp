#include "tests/actors/access_log/ask.hpp"
#include "tests/actors/access_log/scratch_log.hpp"
#include "tests/support/loop_fixture.hpp"

#include "actors/access_log/log_courier.hpp"

#include <boost/test/unit_test.hpp>
#include <caf/send.hpp>

#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace troupe::actors {
namespace {

using namespace std::chrono_literals;
using lines = std::vector<std::string>;

/// What an access log was asked, by the test that answers in its place.
struct log_double_state {
  static inline const char* name = "log-double";
};

struct log_memory {
  std::vector<log_batch_ptr> batches;
  std::vector<caf::typed_response_promise<batch_returned>> promises;
  int hurried = 0;
};

access_log_actor::behavior_type
log_double(access_log_actor::stateful_pointer<log_double_state> self,
           std::shared_ptr<log_memory> memory) {
  return {
    [self, memory](const write_lines& x) -> caf::result<batch_returned> {
      memory->batches.push_back(x.batch);
      memory->promises.push_back(self->make_response_promise<batch_returned>());
      return memory->promises.back();
    },
    [memory](give_up_waiting) { ++memory->hurried; },
    [](reopen_log) {},
    [](drain) { return log_drained{}; },
    [](write_retry_due) {},
  };
}

class log_courier_fixture : public test::loop_fixture {
protected:
  log_courier_fixture() { spawn_uut(); }

  ~log_courier_fixture() {
    if (outlet.courier)
      caf::anon_send_exit(std::exchange(outlet.courier, nullptr),
                          caf::exit_reason::user_shutdown);
    caf::anon_send_exit(log, caf::exit_reason::user_shutdown);
    settle();
  }

  void spawn_uut() {
    spawn_pinned<log_courier>(unit, outlet, log);
    settle();
  }

  /// A line of eight octets; two of them fill a batch.
  void note(int status) {
    outlet.append({.status = static_cast<codecs::http::status>(status)});
  }
  void note(int first, int last) {
    for (auto i = first; i <= last; ++i)
      note(i);
    settle();
  }

  /// The log has written the oldest batch.
  void answer() {
    BOOST_TEST_REQUIRE(!memory->promises.empty());
    memory->promises.front().deliver(batch_returned{});
    memory->promises.erase(memory->promises.begin());
    settle();
  }

  std::string taken() {
    std::string result;
    for (auto& x : memory->batches)
      result += x->lines + '|';
    return result;
  }

  std::shared_ptr<int> ask_to_drain() {
    auto drained = test::ask<log_drained>(sys, outlet.courier, drain{});
    settle();
    return drained;
  }

  test::scratch_log folder;
  std::shared_ptr<log_memory> memory = std::make_shared<log_memory>();
  access_log_actor log = sys.spawn(log_double, memory);
  field_notes::wishes wanted;
  log_outlet outlet{
    loop,
    {.path = "x", .format = "${status}....", .batch = 16, .batches = 3},
    wanted};
};

BOOST_FIXTURE_TEST_SUITE(log_courier_test, log_courier_fixture)

BOOST_AUTO_TEST_CASE(takes_a_batch_to_the_log_when_it_is_full) {
  note(200);
  settle();
  BOOST_TEST(taken() == "");
  note(201, 202);
  BOOST_TEST(taken() == "200....\n201....\n|");
}

BOOST_AUTO_TEST_CASE(takes_what_there_is_after_a_second) {
  note(200);
  pass(990ms);
  BOOST_TEST(taken() == "");
  pass(20ms);
  BOOST_TEST(taken() == "200....\n|");
  pass(1h);
  BOOST_TEST(taken() == "200....\n|");
}

BOOST_AUTO_TEST_CASE(never_has_more_batches_under_way_than_there_may_be) {
  note(200, 219);
  BOOST_TEST(memory->batches.size() == 3u);
  BOOST_TEST(outlet.buffer().dropped() == 14u);
  answer();
  note(300, 309);
  BOOST_TEST(memory->batches.size() == 4u);
  BOOST_TEST(outlet.buffer().dropped() == 22u);
  pass(1h);
  BOOST_TEST(outlet.buffer().away() == 3u);
}

BOOST_AUTO_TEST_CASE(says_how_many_lines_were_dropped_when_it_goes_on) {
  note(200, 209);
  pass(1min);
  BOOST_TEST(folder.told() == lines{}, boost::test_tools::per_element());
  answer();
  note(210, 213);
  pass(4s);
  answer(); // this does not put it off
  BOOST_TEST(folder.told() == lines{}, boost::test_tools::per_element());
  pass(1100ms);
  auto want = lines{"access_log_lines_dropped log=x count=6"};
  BOOST_TEST(folder.told() == want, boost::test_tools::per_element());
  answer();
  pass(1h);
  BOOST_TEST(folder.told() == want, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(drain_waits_until_all_is_written) {
  note(200, 202);
  auto drained = ask_to_drain();
  BOOST_TEST(taken() == "200....\n201....\n|202....\n|");
  BOOST_TEST(memory->hurried == 1);
  BOOST_TEST(*drained == 0);
  answer();
  BOOST_TEST(*drained == 0);
  answer();
  BOOST_TEST(*drained == 1);
  BOOST_TEST(!outlet.courier);
}

BOOST_AUTO_TEST_CASE(drain_says_at_once_what_was_dropped) {
  note(200, 206);
  auto drained = ask_to_drain();
  for (auto i = 0; i < 3; ++i)
    answer();
  BOOST_TEST(*drained == 1);
  auto want = lines{"access_log_lines_dropped log=x count=1"};
  BOOST_TEST(folder.told() == want, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(with_nothing_to_take_drain_is_done) {
  BOOST_TEST(*ask_to_drain() == 1);
}

BOOST_AUTO_TEST_CASE(without_a_log_all_lines_are_dropped) {
  caf::anon_send_exit(log, caf::exit_reason::kill);
  settle();
  note(200, 209);
  BOOST_TEST(outlet.buffer().away() == 0u);
  pass(6s);
  note(210, 211);
  BOOST_TEST(*ask_to_drain() == 1);
  auto want = lines{"access_log_lines_dropped log=x count=10",
                    "access_log_lines_dropped log=x count=2"};
  BOOST_TEST(folder.told() == want, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(another_can_take_its_place) {
  note(200, 205); // all that there may be, and nobody will answer
  caf::anon_send_exit(outlet.courier, caf::exit_reason::kill);
  settle();
  BOOST_TEST(!outlet.courier);
  note(300, 302);
  pass(2s);
  BOOST_TEST(memory->batches.size() == 3u);
  memory->batches.clear();
  spawn_uut();
  note(400, 403);
  BOOST_TEST(taken() == "400....\n401....\n|402....\n403....\n|");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
