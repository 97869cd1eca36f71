#include "tests/support/loop_fixture.hpp"

#include "actors/base/pinned.hpp"

#include "runtime/net/fd.hpp"

#include <boost/test/unit_test.hpp>
#include <caf/event_based_actor.hpp>
#include <caf/send.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <typeinfo>
#include <utility>

namespace troupe::actors {
namespace {

struct notes {
  std::thread::id where;
  std::atomic<int> count = 0;
};

/// Notes on which thread it is told, and how often.
class witness final : public pinned<caf::event_based_actor> {
public:
  witness(caf::actor_config& cfg, std::shared_ptr<notes> seen)
    : pinned(cfg), seen_(std::move(seen)) {
    // nop
  }

  caf::behavior make_behavior() override {
    return {[this](caf::ok_atom) {
      seen_->where = std::this_thread::get_id();
      ++seen_->count;
      seen_->count.notify_all();
    }};
  }

private:
  std::shared_ptr<notes> seen_;
};

/// Does one thing on the loop and is gone.
class errand final : public pinned<caf::event_based_actor> {
public:
  using task = std::function<void(caf::event_based_actor&)>;

  errand(caf::actor_config& cfg, task what)
    : pinned(cfg), what_(std::move(what)) {
    // nop
  }

  caf::behavior make_behavior() override {
    what_(*this);
    return {};
  }

private:
  task what_;
};

/// The pipe, its place in the loop, and the actor itself, for nobody else holds
/// it. All three go when the actor quits, the last one first.
struct reader_state {
  static inline const char* name = "reader";

  runtime::net::fd pipe;
  runtime::loop::registration place;
  caf::strong_actor_ptr self;
  std::shared_ptr<std::string> heard;
};

/// Reads a pipe when the loop says so.
class reader final : public pinned<caf::stateful_actor<reader_state>>,
                     public runtime::loop::io_handler {
public:
  reader(caf::actor_config& cfg, runtime::net::fd pipe,
         std::shared_ptr<std::string> heard)
    : pinned(cfg) {
    state.pipe = std::move(pipe);
    state.heard = std::move(heard);
  }

  caf::behavior make_behavior() override {
    auto place = home().loop().watch(state.pipe.get(), *this);
    if (!place)
      return {};
    state.place = *std::move(place);
    state.self = caf::strong_actor_ptr{ctrl()};
    return {[](caf::ok_atom) {}};
  }

  void on_ready(runtime::loop::readiness) override {
    enter([this] { read_all(); });
  }

private:
  void read_all() {
    char octets[16];
    for (;;) {
      auto n = ::read(state.pipe.get(), octets, sizeof octets);
      if (n == 0)
        quit();
      if (n <= 0)
        return;
      state.heard->append(octets, static_cast<std::size_t>(n));
      if (state.heard->ends_with('!'))
        throw std::runtime_error{"a bug of ours"};
    }
  }
};

class pinned_fixture : public test::loop_fixture {
protected:
  /// A reader that nobody has a handle to, and the other end of its pipe.
  runtime::net::fd spawn_reader() {
    int ends[2] = {-1, -1};
    BOOST_TEST_REQUIRE(::pipe2(ends, O_NONBLOCK | O_CLOEXEC) == 0);
    spawn_pinned<reader>(unit, runtime::net::fd{ends[0]}, heard);
    settle();
    return runtime::net::fd{ends[1]};
  }

  void write(const runtime::net::fd& pipe, std::string_view text) {
    BOOST_TEST_REQUIRE(::write(pipe.get(), text.data(), text.size())
                       == static_cast<ssize_t>(text.size()));
    settle();
  }

  std::shared_ptr<notes> seen = std::make_shared<notes>();
  std::shared_ptr<std::string> heard = std::make_shared<std::string>();
};

BOOST_FIXTURE_TEST_SUITE(pinned_test, pinned_fixture)

BOOST_AUTO_TEST_CASE(mail_from_another_thread_waits_for_the_loop) {
  auto uut = spawn_pinned<witness>(unit, seen);
  std::thread{[&] { caf::anon_send(uut, caf::ok_atom::value); }}.join();
  BOOST_TEST(seen->count == 0);
  loop.turn();
  BOOST_TEST(seen->count == 1);
  BOOST_TEST((seen->where == std::this_thread::get_id()));
}

BOOST_AUTO_TEST_CASE(mail_from_another_thread_wakes_the_loop_each_time,
                     *boost::unit_test::timeout(30)) {
  auto uut = spawn_pinned<witness>(unit, seen);
  auto thread = std::thread{[&] { loop.run(); }};
  for (auto n = 0; n < 1000; ++n) {
    caf::anon_send(uut, caf::ok_atom::value);
    seen->count.wait(n);
  }
  BOOST_TEST((seen->where == thread.get_id()));
  loop.stop();
  thread.join();
}

BOOST_AUTO_TEST_CASE(mail_to_an_actor_that_is_not_pinned_leaves_the_loop) {
  auto told = std::make_shared<bool>(false);
  auto plain = sys.spawn(
    [](caf::event_based_actor*, std::shared_ptr<bool> x) -> caf::behavior {
      return {[x](caf::ok_atom) { *x = true; }};
    },
    told);
  settle();
  spawn_pinned<errand>(unit, [plain](caf::event_based_actor& self) {
    self.send(plain, caf::ok_atom::value);
  });
  loop.run_until_idle();
  BOOST_TEST(!*told);
  sched.run();
  BOOST_TEST(*told);
}

BOOST_AUTO_TEST_CASE(children_stay_on_the_loop) {
  spawn_pinned<errand>(unit, [this](caf::event_based_actor& self) {
    self.send(self.spawn<witness>(seen), caf::ok_atom::value);
  });
  loop.run_until_idle();
  BOOST_TEST(seen->count == 1);
}

BOOST_AUTO_TEST_CASE(cannot_be_spawned_away_from_a_loop) {
  BOOST_CHECK_THROW(sys.spawn<witness>(seen), std::bad_cast);
}

BOOST_AUTO_TEST_CASE(readiness_is_a_call_into_the_actor) {
  auto pipe = spawn_reader();
  write(pipe, "curtain");
  BOOST_TEST(*heard == "curtain");
}

BOOST_AUTO_TEST_CASE(lives_without_a_handle_until_it_quits) {
  auto pipe = spawn_reader();
  BOOST_TEST(heard.use_count() == 2);
  pipe.reset();
  settle();
  BOOST_TEST(heard.use_count() == 1);
}

BOOST_AUTO_TEST_CASE(what_readiness_throws_ends_the_actor_and_not_the_loop) {
  auto unlucky = spawn_reader();
  write(unlucky, "oh!");
  BOOST_TEST(heard.use_count() == 1);
  heard->clear();
  auto next = spawn_reader();
  write(next, "and on we go");
  BOOST_TEST(*heard == "and on we go");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
