#include "runtime/loop/event_loop.hpp"

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <future>
#include <memory>
#include <thread>
#include <vector>

namespace troupe::runtime::loop {
namespace {

using namespace std::chrono_literals;

/// A loop that runs on a thread of its own until the test is over.
class running_loop {
public:
  ~running_loop() {
    loop.stop();
    thread_.join();
  }

  /// Runs it there and waits for it.
  void run(std::function<void()> task) {
    std::promise<void> done;
    loop.post([&] {
      task();
      done.set_value();
    });
    BOOST_TEST_REQUIRE(
      (done.get_future().wait_for(10s) == std::future_status::ready));
  }

  event_loop loop;

private:
  std::thread thread_{[this] { loop.run(); }};
};

/// Mail from other threads, as the actors have it.
class mailbox : public side_work {
public:
  explicit mailbox(event_loop& loop) : loop_(loop) {}

  void send() {
    {
      const auto guard = std::lock_guard{mutex_};
      ++sent_;
    }
    loop_.wake();
  }

  bool gather() override {
    const auto guard = std::lock_guard{mutex_};
    waiting_ += std::exchange(sent_, 0);
    return waiting_ > 0;
  }

  void perform() override { received += std::exchange(waiting_, 0); }

  std::atomic<int> received = 0;

private:
  event_loop& loop_;
  std::mutex mutex_;
  int sent_ = 0;
  int waiting_ = 0;
};

BOOST_AUTO_TEST_SUITE(event_loop_threads_test)

BOOST_AUTO_TEST_CASE(runs_what_is_posted_in_order_and_on_its_own_thread) {
  running_loop uut;
  std::vector<int> seen;
  for (auto i = 0; i < 100; ++i)
    uut.loop.post([&seen, i] { seen.push_back(i); });
  auto own = false;
  uut.run([&] { own = uut.loop.on_own_thread(); });
  BOOST_TEST(own);
  BOOST_TEST(!uut.loop.on_own_thread());
  BOOST_TEST_REQUIRE(seen.size() == 100u);
  for (auto i = 0; i < 100; ++i)
    BOOST_TEST(seen[static_cast<std::size_t>(i)] == i);
}

BOOST_AUTO_TEST_CASE(loses_nothing_in_a_storm_of_posts) {
  running_loop uut;
  constexpr auto posts = 5000;
  auto ran = 0;
  {
    std::vector<std::jthread> senders;
    for (auto i = 0; i < 4; ++i)
      senders.emplace_back([&] {
        for (auto n = 0; n < posts; ++n)
          uut.loop.post([&ran] { ++ran; });
      });
  }
  auto seen = 0;
  uut.run([&] { seen = ran; });
  BOOST_TEST(seen == 4 * posts);
}

BOOST_AUTO_TEST_CASE(misses_no_wake_however_it_falls) {
  event_loop loop;
  mailbox mail{loop};
  loop.serve(&mail);
  constexpr auto letters = 20000;
  // Each letter waits for the one before, so that the loop falls asleep again
  // and again; a missed wake would leave it asleep for ever.
  std::jthread sender{[&] {
    for (auto n = 1; n <= letters; ++n) {
      mail.send();
      while (mail.received.load() < n)
        std::this_thread::yield();
    }
    loop.stop();
  }};
  loop.run();
  BOOST_TEST(mail.received.load() == letters);
  loop.serve(nullptr);
}

BOOST_AUTO_TEST_CASE(mail_that_ends_a_wait_is_read_in_the_same_turn) {
  for (auto i = 0; i < 100; ++i) {
    event_loop loop;
    mailbox mail{loop};
    loop.serve(&mail);
    std::jthread sender{[&] { mail.send(); }};
    BOOST_TEST(loop.turn(event_loop::forever));
    BOOST_TEST(mail.received.load() == 1);
  }
}

BOOST_AUTO_TEST_CASE(a_wake_before_the_wait_ends_it) {
  event_loop uut;
  uut.wake();
  uut.wake();
  BOOST_TEST(uut.turn(event_loop::forever));
  BOOST_TEST(!uut.turn());
}

BOOST_AUTO_TEST_CASE(what_a_task_posts_runs_in_the_next_turn) {
  event_loop uut;
  auto ran = 0;
  uut.post([&] {
    ++ran;
    uut.post([&] { ++ran; });
  });
  uut.turn(event_loop::forever);
  BOOST_TEST(ran == 1);
  uut.turn(event_loop::forever);
  BOOST_TEST(ran == 2);
  BOOST_TEST(!uut.turn());
}

BOOST_AUTO_TEST_CASE(stops_also_when_told_before_it_runs) {
  event_loop uut;
  uut.stop();
  uut.run();
  for (auto i = 0; i < 3; ++i)
    uut.turn(event_loop::forever); // it waits for nothing any more
}

BOOST_AUTO_TEST_CASE(stops_however_it_falls) {
  for (auto i = 0; i < 200; ++i) {
    event_loop uut;
    std::jthread other{[&] { uut.stop(); }};
    uut.run();
  }
}

BOOST_AUTO_TEST_CASE(a_task_that_never_ran_is_let_go) {
  auto owned = std::make_shared<int>(1);
  {
    event_loop uut;
    uut.post([owned] {});
    BOOST_TEST(owned.use_count() == 2);
  }
  BOOST_TEST(owned.use_count() == 1);
}

BOOST_AUTO_TEST_CASE(a_task_that_never_ran_may_post_another_when_it_is_let_go) {
  auto owned = std::make_shared<int>(1);
  {
    event_loop uut;
    auto last_wish = std::shared_ptr<int>{new int{2}, [&uut, owned](int* x) {
                                            delete x;
                                            uut.post([owned] {});
                                          }};
    uut.post([last_wish = std::move(last_wish)] {});
  }
  BOOST_TEST(owned.use_count() == 1);
}

BOOST_AUTO_TEST_CASE(knows_its_own_thread_when_loops_turn_within_each_other) {
  event_loop outer, inner;
  auto right = false;
  outer.post([&] {
    inner.post(
      [&] { right = inner.on_own_thread() && !outer.on_own_thread(); });
    inner.turn();
    right = right && outer.on_own_thread() && !inner.on_own_thread();
  });
  outer.turn();
  BOOST_TEST(right);
  BOOST_TEST(!outer.on_own_thread());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::runtime::loop
