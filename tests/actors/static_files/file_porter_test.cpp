#include "tests/support/loop_fixture.hpp"

#include "actors/static_files/file_porter.hpp"

#include <boost/test/unit_test.hpp>
#include <caf/actor_cast.hpp>
#include <caf/send.hpp>
#include <caf/typed_response_promise.hpp>

#include <deque>
#include <memory>
#include <string>
#include <utility>

namespace troupe::actors {
namespace {

/// Readers that answer when the test says so, and in the order of the wishes.
struct desk {
  std::deque<caf::typed_response_promise<requested_file_opened>> opening;
  std::size_t readers = 0;
  file_reader_actor last;
};

using desk_ptr = std::shared_ptr<desk>;

file_reader_actor::behavior_type slow_reader(file_reader_actor::pointer self,
                                             desk_ptr where) {
  return {
    [=](const open_requested_file&) -> caf::result<requested_file_opened> {
      where->opening.push_back(
        self->make_response_promise<requested_file_opened>());
      return where->opening.back();
    },
    [](const read_file_piece& x) {
      x.piece->size = 1;
      return file_piece_read{x.piece};
    },
  };
}

struct asker final : file_waiter {
  void on_file(file_answer& x) override {
    said = "file " + std::to_string(x.plan.status);
  }
  void on_piece(file_piece_ptr x) override {
    said = "piece " + std::to_string(x->size);
  }
  void on_lost(failure why) override { said = to_string(why.what); }

  std::string said;
  file_errand_ptr errand = std::make_shared<file_errand>(*this);
};

class fixture : public test::loop_fixture {
protected:
  ~fixture() {
    where->opening.clear();
    where->last = nullptr;
    caf::anon_send(porter, close_files{});
    settle();
  }

  file_porter& uut() {
    return *static_cast<file_porter*>(
      caf::actor_cast<caf::abstract_actor*>(porter));
  }
  void open(asker& x) {
    uut().open(x.errand, std::make_shared<const file_request>());
    settle();
  }
  void next_answer() {
    where->opening.front().deliver(
      requested_file_opened{std::make_shared<file_answer>()});
    where->opening.pop_front();
    settle();
  }

  desk_ptr where = std::make_shared<desk>();
  file_porter_actor porter = spawn_pinned<file_porter>(
    unit, file_porter_options{.max_readers = 2,
                              .make = [this](caf::actor_system& system) {
                                ++where->readers;
                                where->last = system.spawn(slow_reader, where);
                                return where->last;
                              }});
};

BOOST_FIXTURE_TEST_SUITE(file_porter_test, fixture)

BOOST_AUTO_TEST_CASE(
  there_are_as_many_readers_as_are_busy_and_no_more_than_two) {
  asker a;
  asker b;
  asker c;
  BOOST_TEST(where->readers == 0u);
  open(a);
  BOOST_TEST(where->readers == 1u);
  next_answer();
  open(b);
  BOOST_TEST(where->readers == 1u);
  open(c);
  BOOST_TEST(where->readers == 2u);
  open(a);
  BOOST_TEST(where->readers == 2u);
}

BOOST_AUTO_TEST_CASE(answers_find_who_asked) {
  asker a;
  asker b;
  open(a);
  open(b);
  next_answer();
  BOOST_TEST(a.said == "file 200");
  BOOST_TEST(b.said == "");
  uut().read(a.errand, nullptr, std::make_shared<file_piece>());
  settle();
  BOOST_TEST(a.said == "piece 1");
}

BOOST_AUTO_TEST_CASE(who_has_left_is_not_told) {
  asker a;
  open(a);
  a.errand->drop();
  next_answer();
  BOOST_TEST(a.said == "");
}

BOOST_AUTO_TEST_CASE(what_a_fallen_reader_had_not_begun_is_lost_and_said_so) {
  asker a;
  asker b;
  uut().open(a.errand, std::make_shared<const file_request>());
  sched.run_once(); // it has begun with that
  where->opening.clear();
  caf::anon_send_exit(where->last, caf::exit_reason::kill);
  settle();
  open(b);
  BOOST_TEST(where->readers == 2u);
  next_answer();
  BOOST_TEST(b.said == "file 200");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
