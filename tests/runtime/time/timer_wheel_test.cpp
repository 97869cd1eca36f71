#include "runtime/time/timer_wheel.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <memory>
#include <random>
#include <stdexcept>
#include <vector>

namespace troupe::runtime::time {
namespace {

using namespace std::chrono_literals;

constexpr auto start = steady_point{1000h};

/// Does whatever the test says when it rings.
class bell final : public timer_handler {
public:
  void on_timer() override {
    ++rang;
    if (then)
      then();
  }

  int rang = 0;
  std::function<void()> then;
  timer place{*this};
};

BOOST_AUTO_TEST_SUITE(timer_wheel_test)

BOOST_AUTO_TEST_CASE(rings_no_sooner_than_asked_and_a_tick_later_at_most) {
  for (auto wait :
       {1ns, duration{1ms}, duration{8ms}, duration{8ms + 1ns}, duration{511ms},
        duration{512ms}, duration{513ms}, duration{32768ms}, duration{60s},
        duration{1h}, duration{100h}, duration{24h * 365}}) {
    BOOST_TEST_CONTEXT("waiting " << wait.count() << " ns") {
      timer_wheel uut{start};
      bell x;
      uut.arm(x.place, start + wait);
      BOOST_TEST((x.place.due() == start + wait));
      uut.turn(start + wait - 1ns);
      BOOST_TEST(x.rang == 0);
      uut.turn(start + wait + timer_wheel::tick);
      BOOST_TEST(x.rang == 1);
      BOOST_TEST(!x.place.armed());
    }
  }
}

BOOST_AUTO_TEST_CASE(a_wheel_of_which_nothing_is_asked_has_nothing_to_do) {
  timer_wheel uut{start};
  BOOST_TEST(!uut.next().has_value());
  BOOST_TEST(uut.turn(start + 1000h) == 0u);
  bell x;
  uut.arm(x.place, start + 1001h);
  x.place.cancel();
  BOOST_TEST(!uut.next().has_value());
}

BOOST_AUTO_TEST_CASE(what_is_due_already_rings_in_the_next_turn) {
  timer_wheel uut{start};
  uut.turn(start + 1h);
  bell past, present;
  uut.arm(past.place, start);
  uut.arm(present.place, start + 1h);
  BOOST_TEST_REQUIRE(uut.next().has_value());
  BOOST_TEST((*uut.next() <= start + 1h));
  BOOST_TEST(uut.turn(start + 1h) == 2u);
}

BOOST_AUTO_TEST_CASE(a_far_timer_needs_few_turns_until_it_rings) {
  timer_wheel uut{start};
  bell x;
  uut.arm(x.place, start + 24h);
  auto turns = 0;
  while (auto next = uut.next()) {
    BOOST_TEST((*next <= start + 24h + timer_wheel::tick));
    uut.turn(*next);
    ++turns;
  }
  BOOST_TEST(x.rang == 1);
  BOOST_TEST(turns <= 5);
}

BOOST_AUTO_TEST_CASE(next_is_never_later_than_the_first_timer) {
  timer_wheel uut{start};
  bell near, far;
  uut.arm(far.place, start + 1h);
  uut.arm(near.place, start + 100ms);
  BOOST_TEST((*uut.next() >= start + 100ms));
  BOOST_TEST((*uut.next() <= start + 108ms));
  near.place.cancel();
  BOOST_TEST((*uut.next() > start + 108ms));
  BOOST_TEST((*uut.next() <= start + 1h));
}

BOOST_AUTO_TEST_CASE(arming_anew_forgets_the_old_time) {
  timer_wheel uut{start};
  bell x;
  uut.arm(x.place, start + 10ms);
  uut.arm(x.place, start + 1s);
  uut.turn(start + 500ms);
  BOOST_TEST(x.rang == 0);
  uut.turn(start + 1s + timer_wheel::tick);
  BOOST_TEST(x.rang == 1);
  uut.turn(start + 1h);
  BOOST_TEST(x.rang == 1);
}

BOOST_AUTO_TEST_CASE(a_handler_may_arm_its_own_timer_without_ringing_twice) {
  timer_wheel uut{start};
  bell x;
  x.then = [&] { uut.arm(x.place, start); };
  uut.arm(x.place, start + 8ms);
  BOOST_TEST(uut.turn(start + 1s) == 1u);
  BOOST_TEST(x.place.armed());
  BOOST_TEST(uut.turn(start + 1s + timer_wheel::tick) == 1u);
}

BOOST_AUTO_TEST_CASE(a_handler_that_arms_the_past_ends_a_turn_from_any_tick) {
  for (auto first = 8ms; first < 5s; first += 56ms) {
    BOOST_TEST_CONTEXT("from " << first.count() << " ms") {
      timer_wheel uut{start};
      bell x;
      x.then = [&] { uut.arm(x.place, start); };
      uut.arm(x.place, start + first);
      BOOST_TEST(uut.turn(start + 10s) == 1u);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_handler_may_cancel_a_timer_of_the_same_tick) {
  timer_wheel uut{start};
  bell a, b;
  a.then = [&] { b.place.cancel(); };
  b.then = [&] { a.place.cancel(); };
  uut.arm(a.place, start + 8ms);
  uut.arm(b.place, start + 8ms);
  BOOST_TEST(uut.turn(start + 8ms) == 1u);
  BOOST_TEST(a.rang + b.rang == 1);
  BOOST_TEST(!uut.next().has_value());
}

BOOST_AUTO_TEST_CASE(a_handler_may_put_off_a_timer_of_the_same_tick) {
  timer_wheel uut{start};
  bell a, b;
  a.then = [&] { uut.arm(b.place, start + 1s); };
  uut.arm(a.place, start + 8ms);
  uut.arm(b.place, start + 8ms);
  BOOST_TEST(uut.turn(start + 8ms) == 1u);
  BOOST_TEST(b.rang == 0);
  BOOST_TEST(uut.turn(start + 1s) == 1u);
  BOOST_TEST(b.rang == 1);
}

BOOST_AUTO_TEST_CASE(a_handler_may_destroy_its_timer_and_others) {
  timer_wheel uut{start};
  std::vector<std::unique_ptr<bell>> all(3);
  auto rang = 0;
  for (auto& x : all) {
    x = std::make_unique<bell>();
    x->then = [&] {
      ++rang;
      auto last = std::move(all); // the callback as well, so keep nothing
    };
    uut.arm(x->place, start + 8ms);
  }
  uut.turn(start + 8ms);
  BOOST_TEST(rang == 1);
}

BOOST_AUTO_TEST_CASE(what_a_handler_throws_delays_the_others_by_a_turn) {
  timer_wheel uut{start};
  bell bad, good, later;
  bad.then = [] { throw std::runtime_error{"bad"}; };
  uut.arm(bad.place, start + 8ms);
  uut.arm(good.place, start + 8ms);
  uut.arm(later.place, start + 16ms);
  BOOST_CHECK_THROW(uut.turn(start + 1s), std::runtime_error);
  BOOST_TEST(good.rang == 0);
  BOOST_TEST_REQUIRE(uut.next().has_value());
  BOOST_TEST((*uut.next() <= start + 1s));
  BOOST_TEST(uut.turn(start + 1s) == 2u);
  BOOST_TEST(!uut.next().has_value());
}

BOOST_AUTO_TEST_CASE(time_that_runs_backwards_rings_nothing) {
  timer_wheel uut{start};
  bell x;
  uut.turn(start + 1h);
  uut.arm(x.place, start + 1h + 1s);
  BOOST_TEST(uut.turn(start) == 0u);
  BOOST_TEST(uut.turn(start + 1h + 1s) == 1u);
}

BOOST_AUTO_TEST_CASE(the_end_of_time_is_not_too_far) {
  timer_wheel uut{start};
  bell x, y;
  uut.arm(x.place, steady_point::max());
  uut.arm(y.place, start + 1s);
  BOOST_TEST(uut.turn(start + 24h * 36500) == 1u);
  BOOST_TEST(x.place.armed());
  BOOST_TEST((*uut.next() <= steady_point::max()));
}

BOOST_AUTO_TEST_CASE(timers_survive_their_wheel_unarmed) {
  bell x, y;
  {
    timer_wheel uut{start};
    uut.arm(x.place, start + 8ms);
    uut.arm(y.place, start + 8h);
  }
  BOOST_TEST(!x.place.armed());
  BOOST_TEST(!y.place.armed());
}

// -- a world of accidents, against a model that looks at every timer ----------

class world {
public:
  explicit world(std::uint32_t seed) : random_(seed) {
    for (auto& x : bells_)
      renew(x);
  }

  void step() {
    auto& x = bells_[below(bells_.size())];
    switch (below(6)) {
      case 0:
      case 1:
      case 2: arm(*x); break;
      case 3: cancel(*x); break;
      case 4: renew(x); break;
      default: advance(some_time());
    }
  }

private:
  struct model_bell final : timer_handler {
    explicit model_bell(world& home) : world_(home) {}
    void on_timer() override { world_.on_ring(*this); }

    world& world_;
    timer place{*this};
    bool waits = false;
    steady_point due;
    steady_point latest; // to ring, in a turn at that time
  };

  std::size_t below(std::size_t n) { return random_() % n; }

  // From less than a tick to years, each magnitude as likely as the next.
  duration some_time() {
    const auto magnitude = std::uint64_t{1} << below(56);
    return duration{static_cast<duration::rep>(
      std::uniform_int_distribution<std::uint64_t>{0, magnitude}(random_))};
  }

  void arm(model_bell& x) {
    x.due = below(8) == 0 ? now_ - some_time() : now_ + some_time();
    x.latest = std::max(x.due, now_) + timer_wheel::tick;
    x.waits = true;
    wheel_.arm(x.place, x.due);
  }

  void cancel(model_bell& x) {
    x.waits = false;
    x.place.cancel();
  }

  void renew(std::unique_ptr<model_bell>& x) {
    x = std::make_unique<model_bell>(*this);
  }

  void on_ring(model_bell& x) {
    BOOST_TEST_REQUIRE(x.waits);
    BOOST_TEST_REQUIRE((x.due <= now_));
    x.waits = false;
    switch (below(8)) {
      case 0: arm(x); break;
      case 1: arm(*bells_[below(bells_.size())]); break;
      case 2: cancel(*bells_[below(bells_.size())]); break;
      case 3: renew(bells_[below(bells_.size())]); break;
      default: break;
    }
  }

  void advance(duration by) {
    now_ += std::min(by, steady_point{24h * 36500} - now_);
    wheel_.turn(now_);
    auto first = steady_point::max();
    for (const auto& x : bells_) {
      BOOST_TEST_REQUIRE(x->place.armed() == x->waits);
      if (!x->waits)
        continue;
      BOOST_TEST_REQUIRE((x->latest > now_));
      first = std::min(first, x->due);
    }
    const auto next = wheel_.next();
    BOOST_TEST_REQUIRE(next.has_value() == (first < steady_point::max()));
    if (next)
      BOOST_TEST_REQUIRE((*next <= std::max(first, now_) + timer_wheel::tick));
  }

  std::mt19937 random_;
  steady_point now_ = start;
  timer_wheel wheel_{start};
  std::vector<std::unique_ptr<model_bell>> bells_{50};
};

BOOST_AUTO_TEST_CASE(rings_like_a_model_in_a_world_of_accidents) {
  for (auto seed = 1u; seed <= 20; ++seed) {
    BOOST_TEST_CONTEXT("seed " << seed) {
      world uut{seed};
      for (auto n = 0; n < 5000; ++n)
        uut.step();
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::runtime::time
