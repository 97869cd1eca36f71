#include "runtime/loop/event_loop.hpp"
#include "runtime/loop/turn_end.hpp"

#include <boost/test/unit_test.hpp>

#include <functional>
#include <memory>
#include <stdexcept>

namespace troupe::runtime::loop {
namespace {

class guest : public turn_end_handler {
public:
  void on_turn_end() override {
    ++calls;
    if (then)
      then();
  }

  turn_end place{*this};
  int calls = 0;
  std::function<void()> then;
};

struct fixture {
  event_loop loop;
  guest x;
};

BOOST_FIXTURE_TEST_SUITE(turn_end_test, fixture)

BOOST_AUTO_TEST_CASE(many_wishes_are_one_call) {
  auto order = 0;
  loop.post([&] {
    loop.call_at_end(x.place);
    loop.call_at_end(x.place);
  });
  loop.post([&] { order = x.calls; });
  loop.turn();
  BOOST_TEST(order == 0); // the events come first
  BOOST_TEST(x.calls == 1);
  BOOST_TEST(!x.place.wanted());
  loop.turn();
  BOOST_TEST(x.calls == 1);
}

BOOST_AUTO_TEST_CASE(who_wishes_when_called_is_called_in_the_next_turn) {
  x.then = [&] {
    if (x.calls < 3)
      loop.call_at_end(x.place);
  };
  loop.call_at_end(x.place);
  for (auto turns = 1; turns <= 3; ++turns) {
    loop.turn(event_loop::forever); // does not sleep while somebody waits
    BOOST_TEST(x.calls == turns);
  }
}

BOOST_AUTO_TEST_CASE(who_is_gone_is_not_called) {
  auto other = std::make_unique<guest>();
  loop.call_at_end(other->place);
  loop.call_at_end(x.place);
  other.reset();
  loop.turn();
  BOOST_TEST(x.calls == 1);
  loop.call_at_end(x.place);
  x.place.cancel();
  loop.turn();
  BOOST_TEST(x.calls == 1);
}

BOOST_AUTO_TEST_CASE(one_may_make_another_go) {
  auto other = std::make_unique<guest>();
  x.then = [&] { other.reset(); };
  loop.call_at_end(x.place);
  loop.call_at_end(other->place);
  loop.turn();
  BOOST_TEST(x.calls == 1);
}

BOOST_AUTO_TEST_CASE(an_exception_keeps_nobody_from_being_called) {
  auto other = guest{};
  x.then = [] { throw std::runtime_error{"on purpose"}; };
  loop.call_at_end(x.place);
  loop.call_at_end(other.place);
  BOOST_CHECK_THROW(loop.turn(), std::runtime_error);
  loop.turn(event_loop::forever);
  BOOST_TEST(other.calls == 1);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::runtime::loop
