#include "tests/support/loop_fixture.hpp"

#include "actors/base/pinned.hpp"

#include <boost/test/unit_test.hpp>
#include <caf/event_based_actor.hpp>
#include <caf/send.hpp>

#include <memory>
#include <thread>

namespace troupe::actors {
namespace {

struct tally {
  int spun = 0;
  int heard = 0;
};

/// Writes to itself for ever, and counts how often.
class spinner final : public pinned<caf::event_based_actor> {
public:
  spinner(caf::actor_config& cfg, std::shared_ptr<tally> x)
    : pinned(cfg), tally_(std::move(x)) {
    // nop
  }

  caf::behavior make_behavior() override {
    send(this, caf::ok_atom::value);
    return {[this](caf::ok_atom) {
      ++tally_->spun;
      send(this, caf::ok_atom::value);
    }};
  }

private:
  std::shared_ptr<tally> tally_;
};

class listener_of_mail final : public pinned<caf::event_based_actor> {
public:
  listener_of_mail(caf::actor_config& cfg, std::shared_ptr<tally> x)
    : pinned(cfg), tally_(std::move(x)) {
    // nop
  }

  caf::behavior make_behavior() override {
    return {[this](caf::ok_atom) { ++tally_->heard; }};
  }

private:
  std::shared_ptr<tally> tally_;
};

class loop_unit_fixture : public test::loop_fixture {
protected:
  std::shared_ptr<tally> seen = std::make_shared<tally>();
};

BOOST_FIXTURE_TEST_SUITE(loop_unit_test, loop_unit_fixture)

BOOST_AUTO_TEST_CASE(who_writes_to_itself_lets_others_have_their_turn) {
  auto busy = spawn_pinned<spinner>(unit, seen);
  auto other = spawn_pinned<listener_of_mail>(unit, seen);
  loop.turn();
  auto before = seen->spun;
  BOOST_TEST(before > 0);
  caf::anon_send(other, caf::ok_atom::value);
  auto posted = false;
  loop.post([&] { posted = true; });
  loop.turn(); // which ends
  BOOST_TEST(posted);
  BOOST_TEST(seen->heard == 1);
  BOOST_TEST(seen->spun > before);
  BOOST_TEST(seen->spun < before + 10000);
  caf::anon_send_exit(busy, caf::exit_reason::kill);
  caf::anon_send_exit(other, caf::exit_reason::kill);
}

BOOST_AUTO_TEST_CASE(mail_from_afar_comes_in_with_the_next_turn) {
  auto uut = spawn_pinned<listener_of_mail>(unit, seen);
  settle();
  std::thread{[&] {
    for (auto i = 0; i < 100; ++i)
      caf::anon_send(uut, caf::ok_atom::value);
  }}.join();
  BOOST_TEST(seen->heard == 0);
  settle();
  BOOST_TEST(seen->heard == 100);
  caf::anon_send_exit(uut, caf::exit_reason::kill);
}

BOOST_AUTO_TEST_CASE(what_never_ran_is_let_go_with_the_unit) {
  auto elsewhere = runtime::loop::event_loop{};
  {
    auto brief = loop_unit{sys, elsewhere};
    auto uut = spawn_pinned<listener_of_mail>(brief, seen);
    caf::anon_send(uut, caf::ok_atom::value);
    BOOST_TEST(seen.use_count() == 2);
  }
  settle();
  BOOST_TEST(seen->heard == 0);
  BOOST_TEST(seen.use_count() == 1);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
