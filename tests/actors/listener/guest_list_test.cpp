#include "actors/listener/guest_list.hpp"

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace troupe::actors {
namespace {

/// Notes what it is asked, and then does what the test wants.
class visitor final : public guest {
public:
  visitor(guest_list& list, std::string name, std::string& notes)
    : name_(std::move(name)), notes_(notes) {
    enter_list(list);
  }

  void on_drain() override {
    notes_ += "drain " + name_ + ", ";
    if (when_asked)
      when_asked();
  }
  void on_stop() override {
    notes_ += "stop " + name_ + ", ";
    if (when_asked)
      when_asked();
  }

  std::function<void()> when_asked;

private:
  std::string name_;
  std::string& notes_;
};

struct guest_list_fixture {
  guest_list_fixture() {
    for (auto name : {"a", "b", "c"})
      guests.push_back(std::make_unique<visitor>(uut, name, notes));
  }

  std::string notes;
  guest_list uut;
  std::vector<std::unique_ptr<visitor>> guests; // a, b, c
};

BOOST_FIXTURE_TEST_SUITE(guest_list_test, guest_list_fixture)

BOOST_AUTO_TEST_CASE(counts_who_is_there) {
  BOOST_TEST(uut.size() == 3u);
  guests[1].reset();
  BOOST_TEST(uut.size() == 2u);
  guests[0].reset();
  guests[2].reset();
  BOOST_TEST(uut.size() == 0u);
}

BOOST_AUTO_TEST_CASE(asks_everybody_once_the_newest_first) {
  uut.drain();
  BOOST_TEST(notes == "drain c, drain b, drain a, ");
  BOOST_TEST(uut.draining());
  notes.clear();
  uut.stop();
  BOOST_TEST(notes == "stop c, stop b, stop a, ");
}

BOOST_AUTO_TEST_CASE(stopping_is_draining_too) {
  BOOST_TEST(!uut.draining());
  uut.stop();
  BOOST_TEST(uut.draining());
}

BOOST_AUTO_TEST_CASE(tells_when_somebody_has_left_and_no_longer_counts) {
  auto sizes = std::vector<std::size_t>{};
  uut.on_leave = [&] { sizes.push_back(uut.size()); };
  guests[2].reset();
  guests[0].reset();
  guests[1].reset();
  BOOST_TEST(sizes == (std::vector<std::size_t>{2, 1, 0}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(one_may_leave_while_it_is_asked) {
  for (auto& x : guests)
    x->when_asked = [&x] {
      auto gone = std::move(x); // which keeps what runs until this returns
    };
  uut.stop();
  BOOST_TEST(notes == "stop c, stop b, stop a, ");
  BOOST_TEST(uut.size() == 0u);
}

BOOST_AUTO_TEST_CASE(others_may_leave_while_one_is_asked) {
  guests[2]->when_asked = [this] { guests[1].reset(); }; // who would be next
  uut.drain();
  BOOST_TEST(notes == "drain c, drain a, ");
  notes.clear();
  guests[0]->when_asked = [this] { guests[2].reset(); }; // who was before
  uut.drain();
  BOOST_TEST(notes == "drain c, drain a, ");
  BOOST_TEST(uut.size() == 1u);
}

BOOST_AUTO_TEST_CASE(all_may_leave_while_the_first_is_asked) {
  guests[2]->when_asked = [this] {
    guests[0].reset();
    guests[1].reset();
  };
  uut.drain();
  BOOST_TEST(notes == "drain c, ");
}

BOOST_AUTO_TEST_CASE(who_comes_while_others_are_asked_is_not_asked) {
  guests[2]->when_asked
    = [this] { guests.push_back(std::make_unique<visitor>(uut, "d", notes)); };
  uut.drain();
  BOOST_TEST(notes == "drain c, drain b, drain a, ");
  BOOST_TEST(uut.size() == 4u);
}

BOOST_AUTO_TEST_CASE(lists_that_share_a_count_share_its_bound) {
  auto count = std::atomic<std::size_t>{0};
  auto here = guest_list{};
  auto there = guest_list{};
  here.everywhere = there.everywhere = &count;
  auto only = std::make_unique<visitor>(here, "only", notes);
  BOOST_TEST(count == 1u);
  BOOST_TEST(!there.reserve(1));
  BOOST_TEST(count == 1u);
  BOOST_TEST(there.reserve(2));
  BOOST_TEST(!here.reserve(2)); // who is about to come counts
  there.unreserve();
  BOOST_TEST(there.reserve(0)); // any number
  there.unreserve();
  only.reset();
  BOOST_TEST(count == 0u);
  BOOST_TEST(there.reserve(1));
}

BOOST_AUTO_TEST_CASE(a_list_by_itself_is_bounded_by_its_own_guests) {
  BOOST_TEST(!uut.reserve(3));
  BOOST_TEST(uut.reserve(4));
  BOOST_TEST(uut.reserve(0));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
