#include "runtime/loop/event_loop.hpp"
#include "runtime/net/loopback_pair.hpp"
#include "runtime/time/manual_clock.hpp"

#include <boost/test/unit_test.hpp>

#include <sys/eventfd.h>
#include <sys/socket.h>

#include <cstdint>
#include <optional>
#include <stdexcept>

namespace troupe::runtime::loop {
namespace {

using namespace std::chrono_literals;

registration must_watch(event_loop& loop, int fd, io_handler& owner) {
  auto place = loop.watch(fd, owner);
  BOOST_TEST_REQUIRE(place.ok());
  return *std::move(place);
}

/// Notes what it is told and does what the test says.
class witness : public io_handler {
public:
  void on_ready(readiness what) override {
    ++calls;
    last = what;
    if (then)
      then();
  }

  int calls = 0;
  readiness last;
  std::function<void()> then;
};

/// Ready as soon as it is watched.
class neighbour final : public witness {
public:
  explicit neighbour(event_loop& loop)
    : place(must_watch(loop, fd.get(), *this)) {}

  void become_ready() { ::eventfd_write(fd.get(), 1); }

  net::fd fd{::eventfd(1, EFD_CLOEXEC | EFD_NONBLOCK)};
  registration place;
};

/// Counts what the loop asks of it.
class chores : public side_work {
public:
  bool gather() override {
    ++gathered;
    return waiting > 0;
  }
  void perform() override {
    ++performed;
    if (waiting > 0)
      --waiting;
  }

  int gathered = 0;
  int performed = 0;
  int waiting = 0;
};

struct alarm : time::timer_handler {
  void on_timer() override {
    ++rang;
    if (then)
      then();
  }
  int rang = 0;
  std::function<void()> then;
  time::timer place{*this};
};

BOOST_AUTO_TEST_SUITE(event_loop_test)

// -- descriptors --------------------------------------------------------------

BOOST_AUTO_TEST_CASE(does_not_call_what_was_forgotten_in_the_same_turn) {
  event_loop uut;
  neighbour a{uut}, b{uut};
  a.then = [&] { b.place.reset(); };
  b.then = [&] { a.place.reset(); };
  uut.run_until_idle();
  BOOST_TEST(a.calls + b.calls == 1);
}

BOOST_AUTO_TEST_CASE(
  a_newcomer_does_not_inherit_what_was_due_to_the_forgotten) {
  event_loop uut;
  neighbour a{uut}, b{uut};
  witness newcomer;
  net::fd silent{::eventfd(0, EFD_CLOEXEC)};
  registration place;
  // Silent until it is writable, which is told in the turn after this one.
  auto replace = [&](neighbour& other) {
    other.place.reset();
    place = must_watch(uut, silent.get(), newcomer);
    BOOST_TEST(newcomer.calls == 0);
  };
  a.then = [&] { replace(b); };
  b.then = [&] { replace(a); };
  uut.turn();
  BOOST_TEST(newcomer.calls == 0);
  uut.turn();
  BOOST_TEST(newcomer.calls == 1);
  BOOST_TEST(!newcomer.last.readable);
}

BOOST_AUTO_TEST_CASE(forgetting_one_descriptor_of_an_owner_keeps_its_others) {
  event_loop uut;
  witness owner;
  net::fd one{::eventfd(1, EFD_CLOEXEC)};
  net::fd two{::eventfd(1, EFD_CLOEXEC)};
  auto first = must_watch(uut, one.get(), owner);
  auto second = must_watch(uut, two.get(), owner);
  owner.then = [&] { first.reset(); };
  uut.run_until_idle();
  BOOST_TEST(owner.calls == 2);
}

BOOST_AUTO_TEST_CASE(calls_once_for_each_change) {
  event_loop uut;
  neighbour only{uut};
  BOOST_TEST(uut.turn());
  BOOST_TEST(!uut.turn());
  only.become_ready();
  BOOST_TEST(uut.turn());
  BOOST_TEST(only.calls == 2);
}

BOOST_AUTO_TEST_CASE(tells_why_a_descriptor_cannot_be_watched) {
  event_loop uut;
  witness owner;
  auto done = uut.watch(-1, owner);
  BOOST_TEST_REQUIRE(!done.ok());
  BOOST_TEST((done.error() == std::errc::bad_file_descriptor));
  neighbour twice{uut};
  auto again = uut.watch(twice.fd.get(), owner);
  BOOST_TEST_REQUIRE(!again.ok());
  BOOST_TEST((again.error() == std::errc::file_exists));
  uut.run_until_idle();
  BOOST_TEST(owner.calls == 0);
  BOOST_TEST(twice.calls == 1);
}

BOOST_AUTO_TEST_CASE(what_was_due_to_the_old_owner_is_told_to_the_new_one) {
  event_loop uut;
  neighbour a{uut}, b{uut};
  witness heir;
  a.then = [&] { b.place.hand_over(heir); };
  b.then = [&] { a.place.hand_over(heir); };
  uut.turn();
  BOOST_TEST(a.calls + b.calls == 1);
  BOOST_TEST(heir.calls == 1);
  BOOST_TEST(heir.last.readable);
  a.become_ready();
  b.become_ready();
  uut.turn();
  BOOST_TEST(a.calls + b.calls + heir.calls == 4);
  BOOST_TEST(heir.calls == 2);
}

BOOST_AUTO_TEST_CASE(handing_over_announces_nothing_anew) {
  event_loop uut;
  neighbour a{uut};
  witness heir;
  uut.run_until_idle();
  a.place.hand_over(heir);
  uut.run_until_idle();
  BOOST_TEST(heir.calls == 0);
}

BOOST_AUTO_TEST_CASE(a_registration_moves_with_its_place) {
  event_loop uut;
  neighbour a{uut};
  auto elsewhere = std::move(a.place);
  BOOST_TEST(!a.place);
  BOOST_TEST(static_cast<bool>(elsewhere));
  uut.run_until_idle();
  BOOST_TEST(a.calls == 1);
  elsewhere = registration{};
  a.become_ready();
  uut.run_until_idle();
  BOOST_TEST(a.calls == 1);
}

BOOST_AUTO_TEST_CASE(an_owner_may_end_itself_when_called) {
  event_loop uut;
  auto only = std::make_optional<neighbour>(uut);
  auto calls = 0;
  only->then = [&] {
    ++calls;
    auto keep = std::move(only->then); // runs to its end
    only.reset();
  };
  uut.run_until_idle();
  BOOST_TEST(calls == 1);
}

BOOST_AUTO_TEST_CASE(more_descriptors_than_a_turn_takes_are_all_told) {
  event_loop uut;
  std::vector<std::unique_ptr<neighbour>> all;
  for (auto i = 0; i < 300; ++i)
    all.push_back(std::make_unique<neighbour>(uut));
  uut.run_until_idle();
  for (auto& x : all)
    BOOST_TEST(x->calls == 1);
}

BOOST_AUTO_TEST_CASE(tells_the_end_of_the_peer_as_readable_and_hung_up) {
  event_loop uut;
  auto [ours, theirs] = net::loopback_pair::make_tcp();
  witness owner;
  auto place = must_watch(uut, ours.get(), owner);
  uut.run_until_idle();
  BOOST_TEST(owner.last.writable);
  BOOST_TEST(!owner.last.readable);
  BOOST_TEST(!owner.last.hung_up);
  ::shutdown(theirs.get(), SHUT_WR);
  BOOST_TEST(uut.turn(1s));
  BOOST_TEST(owner.last.readable);
  BOOST_TEST(owner.last.hung_up);
}

BOOST_AUTO_TEST_CASE(a_shared_descriptor_wakes_one_of_the_waiting_loops) {
  net::fd shared{::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)};
  event_loop one, two;
  witness first, second;
  auto a = one.watch_shared(shared.get(), first);
  auto b = two.watch_shared(shared.get(), second);
  BOOST_TEST_REQUIRE(a.ok());
  BOOST_TEST_REQUIRE(b.ok());
  BOOST_TEST(!one.turn());
  BOOST_TEST(!two.turn());
  ::eventfd_write(shared.get(), 1);
  one.run_until_idle();
  two.run_until_idle();
  BOOST_TEST(first.calls + second.calls >= 1);
  // Edge-triggered: nobody has read it, and nobody is told again.
  const auto told = first.calls + second.calls;
  BOOST_TEST(!one.turn());
  BOOST_TEST(!two.turn());
  BOOST_TEST(first.calls + second.calls == told);
  a->reset();
  b->reset();
  ::eventfd_write(shared.get(), 1);
  BOOST_TEST(!one.turn());
  BOOST_TEST(!two.turn());
}

// -- time ---------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(the_time_stands_still_within_a_turn) {
  time::manual_clock clock;
  event_loop uut{clock};
  neighbour a{uut};
  const auto before = uut.now();
  a.then = [&] {
    clock.advance(5s);
    BOOST_TEST((uut.now() == before));
  };
  uut.turn();
  BOOST_TEST(a.calls == 1);
  uut.turn();
  BOOST_TEST((uut.now() - before == 5s));
  BOOST_TEST((uut.wall() == clock.wall()));
}

BOOST_AUTO_TEST_CASE(rings_timers_when_their_time_has_come) {
  time::manual_clock clock;
  event_loop uut{clock};
  alarm x;
  uut.arm(x.place, uut.now() + 1s);
  BOOST_TEST(!uut.turn());
  clock.advance(999ms);
  BOOST_TEST(!uut.turn());
  clock.advance(9ms);
  BOOST_TEST(uut.turn());
  BOOST_TEST(x.rang == 1);
  BOOST_TEST(!uut.turn());
}

BOOST_AUTO_TEST_CASE(waits_no_longer_than_its_patience) {
  time::manual_clock clock; // which the wait does not move
  event_loop uut{clock};
  alarm x;
  uut.arm(x.place, uut.now() + 1h);
  BOOST_TEST(!uut.turn(1ms));
  BOOST_TEST(x.rang == 0);
}

BOOST_AUTO_TEST_CASE(waits_no_longer_than_until_the_next_timer) {
  time::manual_clock clock;
  event_loop uut{clock};
  alarm x;
  uut.arm(x.place, uut.now() + 1ms);
  uut.turn(event_loop::forever);
  BOOST_TEST(x.rang == 0);
  clock.advance(8ms);
  uut.turn(event_loop::forever);
  BOOST_TEST(x.rang == 1);
}

BOOST_AUTO_TEST_CASE(a_timer_ends_a_wait_of_the_machine_s_time) {
  event_loop uut;
  alarm x;
  uut.arm(x.place, uut.now() + 2ms);
  uut.turn(); // so that the rest is no whole number of milliseconds
  auto turns = 0;
  for (; x.rang == 0 && turns < 100; ++turns)
    uut.turn(event_loop::forever);
  BOOST_TEST(x.rang == 1);
  BOOST_TEST(turns <= 3); // it slept, and did not run in circles
}

BOOST_AUTO_TEST_CASE(an_idle_loop_sleeps_until_a_far_timer_with_few_wakes) {
  time::manual_clock clock;
  event_loop uut{clock};
  alarm x;
  uut.arm(x.place, uut.now() + 60s);
  auto worked = 0;
  for (auto i = 0; i < 60000 / 8 + 1; ++i) {
    clock.advance(8ms);
    worked += uut.turn() ? 1 : 0;
  }
  BOOST_TEST(x.rang == 1);
  BOOST_TEST(worked == 1);
}

// -- side work ----------------------------------------------------------------

BOOST_AUTO_TEST_CASE(does_the_side_work_after_each_event) {
  event_loop uut;
  chores work;
  uut.serve(&work);
  neighbour a{uut}, b{uut};
  std::vector<int> performed;
  a.then = b.then = [&] { performed.push_back(work.performed); };
  uut.turn();
  BOOST_TEST((performed == std::vector{0, 1}));
  BOOST_TEST(work.performed >= 2);
  uut.serve(nullptr);
  uut.turn();
}

BOOST_AUTO_TEST_CASE(does_not_wait_while_side_work_waits) {
  event_loop uut;
  chores work{};
  work.waiting = 3;
  uut.serve(&work);
  for (auto i = 0; i < 3; ++i)
    BOOST_TEST(uut.turn(event_loop::forever));
  BOOST_TEST(work.waiting == 0);
  BOOST_TEST(!uut.turn());
}

BOOST_AUTO_TEST_CASE(gathers_in_the_turn_that_it_was_woken_for) {
  event_loop uut;
  chores work;
  uut.serve(&work);
  uut.wake();
  BOOST_TEST(uut.turn(event_loop::forever));
  BOOST_TEST(work.gathered >= 1);
}

// -- misfortune ---------------------------------------------------------------

BOOST_AUTO_TEST_CASE(what_an_owner_throws_delays_the_others_by_a_turn) {
  event_loop uut;
  neighbour a{uut}, b{uut}, c{uut};
  a.then = b.then = c.then = [] { throw std::runtime_error{"mine"}; };
  for (auto i = 0; i < 3; ++i)
    BOOST_CHECK_THROW(uut.turn(event_loop::forever), std::runtime_error);
  BOOST_TEST((a.calls == 1 && b.calls == 1 && c.calls == 1));
  uut.run_until_idle();
  a.then = nullptr;
  a.become_ready();
  BOOST_TEST(uut.turn(event_loop::forever));
  BOOST_TEST(a.calls == 2);
}

BOOST_AUTO_TEST_CASE(what_a_task_throws_delays_the_others_by_a_turn) {
  event_loop uut;
  auto ran = 0;
  uut.post([] { throw std::runtime_error{"mine"}; });
  uut.post([&] { ++ran; });
  BOOST_CHECK_THROW(uut.turn(event_loop::forever), std::runtime_error);
  BOOST_TEST(!uut.on_own_thread());
  BOOST_TEST(uut.turn(event_loop::forever));
  BOOST_TEST(ran == 1);
  BOOST_TEST(!uut.turn());
}

BOOST_AUTO_TEST_CASE(what_a_timer_throws_delays_the_others_by_a_turn) {
  time::manual_clock clock;
  event_loop uut{clock};
  alarm bad, good;
  bad.then = [] { throw std::runtime_error{"mine"}; };
  uut.arm(bad.place, uut.now() + 8ms);
  uut.arm(good.place, uut.now() + 8ms);
  clock.advance(8ms);
  BOOST_CHECK_THROW(uut.turn(), std::runtime_error);
  BOOST_TEST(uut.turn(event_loop::forever));
  BOOST_TEST(good.rang == 1);
}

// -- the buffer ---------------------------------------------------------------

BOOST_AUTO_TEST_CASE(has_a_page_aligned_buffer_for_all_who_receive) {
  event_loop uut;
  BOOST_TEST(uut.scratch().size() == event_loop::scratch_size);
  const auto place = reinterpret_cast<std::uintptr_t>(uut.scratch().data());
  BOOST_TEST(place % 4096 == 0u);
  BOOST_TEST(uut.scratch().data() == uut.scratch().data());
}

// -- coalesce() ---------------------------------------------------------------

BOOST_AUTO_TEST_CASE(what_comes_may_be_let_gather) {
  auto uut = event_loop{};
  auto one = neighbour{uut};
  auto before = std::chrono::steady_clock::now();
  uut.coalesce(20ms);
  uut.turn(10s);
  BOOST_TEST((std::chrono::steady_clock::now() - before >= 20ms));
  BOOST_TEST(one.calls == 1);
}

BOOST_AUTO_TEST_CASE(who_does_not_wait_does_not_pause) {
  auto uut = event_loop{};
  auto one = neighbour{uut};
  uut.coalesce(24h);
  uut.turn(0ms);
  BOOST_TEST(one.calls == 1);
}

BOOST_AUTO_TEST_CASE(a_turn_that_takes_as_long_is_pause_enough) {
  auto clock = time::manual_clock{};
  auto uut = event_loop{clock};
  auto one = neighbour{uut};
  uut.coalesce(24h);
  clock.advance(24h);
  uut.turn(10s);
  BOOST_TEST(one.calls == 1);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::runtime::loop
