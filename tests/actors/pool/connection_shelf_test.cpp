#include "tests/support/borrowed.hpp"
#include "tests/support/loop_fixture.hpp"
#include "tests/support/peer.hpp"

#include "actors/pool/connection_shelf.hpp"

#include "runtime/net/loopback_pair.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <memory>
#include <utility>

namespace troupe::actors {
namespace {

using namespace std::chrono_literals;

class shelf_fixture : public test::loop_fixture {
protected:
  /// A connection that is made now; `far` is its other end.
  connection_ptr open(connection_shelf& uut) {
    auto pair = runtime::net::loopback_pair::make();
    auto x = std::make_shared<upstream_h1>(
      shelf_seat{test::borrowed(uut)},
      runtime::net::stream{std::move(pair.first)}, limits);
    BOOST_TEST_REQUIRE(!x->watch(loop));
    x->born = loop.now();
    far = test::peer{std::move(pair.second)};
    settle();
    return x;
  }

  codecs::http1::limits limits;
  test::peer far;
};

BOOST_FIXTURE_TEST_SUITE(connection_shelf_test, shelf_fixture)

BOOST_AUTO_TEST_CASE(counts_what_is_open_whoever_holds_it) {
  auto uut = connection_shelf{loop, {.max_connections = 2}};
  auto a = open(uut);
  BOOST_TEST(uut.has_room());
  auto b = open(uut);
  BOOST_TEST(uut.open() == 2u);
  BOOST_TEST(!uut.has_room());
  uut.put(std::move(a));
  BOOST_TEST(uut.open() == 2u);
  b.reset();
  BOOST_TEST(uut.open() == 1u);
  BOOST_TEST(uut.has_room());
  uut.clear();
  BOOST_TEST(uut.open() == 0u);
}

BOOST_AUTO_TEST_CASE(without_a_cap_there_is_always_room) {
  auto uut = connection_shelf{loop, {}};
  auto a = open(uut);
  BOOST_TEST(uut.has_room());
}

BOOST_AUTO_TEST_CASE(lends_what_came_back_last) {
  auto uut = connection_shelf{loop, {}};
  auto a = open(uut), b = open(uut);
  auto* first = a.get();
  auto* second = b.get();
  uut.put(std::move(a));
  uut.put(std::move(b));
  BOOST_TEST(uut.take().get() == second);
  // ... and is closed again, for nobody holds it
  BOOST_TEST(uut.take().get() == first);
  BOOST_TEST(!uut.take());
}

BOOST_AUTO_TEST_CASE(closes_the_oldest_when_too_many_lie_idle) {
  auto uut = connection_shelf{loop, {.max_idle = 1}};
  auto a = open(uut), b = open(uut);
  auto oldest = std::weak_ptr{a};
  auto newest = std::weak_ptr{b};
  uut.put(std::move(a));
  uut.put(std::move(b));
  BOOST_TEST(oldest.expired());
  BOOST_TEST(!newest.expired());
}

BOOST_AUTO_TEST_CASE(keeps_none_if_none_may_lie_idle) {
  auto uut = connection_shelf{loop, {.max_idle = 0}};
  uut.put(open(uut));
  BOOST_TEST(uut.idle() == 0u);
  BOOST_TEST(uut.open() == 0u);
}

BOOST_AUTO_TEST_CASE(closes_each_when_it_has_been_idle_too_long) {
  auto uut = connection_shelf{loop, {.idle = 60s}};
  auto a = open(uut), b = open(uut);
  uut.put(std::move(a));
  pass(20s);
  uut.put(std::move(b));
  pass(40s - 1ms);
  BOOST_TEST(uut.idle() == 2u);
  pass(10ms);
  BOOST_TEST(uut.idle() == 1u);
  pass(20s - 20ms);
  BOOST_TEST(uut.idle() == 1u);
  pass(20ms);
  BOOST_TEST(uut.open() == 0u);
}

BOOST_AUTO_TEST_CASE(use_makes_young_again) {
  auto uut = connection_shelf{loop, {.idle = 60s}};
  uut.put(open(uut));
  for (auto i = 0; i < 3; ++i) {
    pass(59s);
    auto x = uut.take();
    BOOST_TEST_REQUIRE(bool{x});
    uut.put(std::move(x));
  }
  pass(61s);
  BOOST_TEST(uut.open() == 0u);
}

BOOST_AUTO_TEST_CASE(without_a_bound_idleness_is_for_ever) {
  auto uut = connection_shelf{loop, {.idle = 0s}};
  uut.put(open(uut));
  pass(24h);
  BOOST_TEST(uut.idle() == 1u);
}

BOOST_AUTO_TEST_CASE(closes_what_has_served_enough) {
  auto uut = connection_shelf{loop, {.max_requests = 2}};
  auto x = open(uut);
  x->begin(codecs::http::method::get);
  uut.put(std::move(x));
  x = uut.take();
  BOOST_TEST_REQUIRE(bool{x});
  x->begin(codecs::http::method::get);
  uut.put(std::move(x));
  BOOST_TEST(uut.open() == 0u);
}

BOOST_AUTO_TEST_CASE(closes_what_is_too_old_when_it_comes_or_goes) {
  auto uut = connection_shelf{loop, {.idle = 0s, .max_age = 100s}};
  auto a = open(uut), b = open(uut), c = open(uut);
  uut.put(std::move(a));
  pass(100s - 1ms);
  uut.put(std::move(b));
  BOOST_TEST(uut.idle() == 2u);
  pass(1ms);
  uut.put(std::move(c));
  BOOST_TEST(uut.open() == 2u);
  BOOST_TEST(!uut.take());
  BOOST_TEST(uut.open() == 0u);
}

BOOST_AUTO_TEST_CASE(an_idle_connection_that_stirs_is_closed) {
  auto uut = connection_shelf{loop, {}};
  uut.put(open(uut));
  far.write("HTTP/1.1 408 Timeout\r\n\r\n");
  settle();
  BOOST_TEST(uut.open() == 0u);
  uut.put(open(uut));
  far.shut();
  settle();
  BOOST_TEST(uut.open() == 0u);
}

BOOST_AUTO_TEST_CASE(only_the_one_that_stirs_is_closed) {
  auto uut = connection_shelf{loop, {}};
  auto a = open(uut);
  auto far_a = std::move(far);
  auto b = open(uut);
  auto* stays = b.get();
  uut.put(std::move(a));
  uut.put(std::move(b));
  far_a.close();
  settle();
  BOOST_TEST(uut.idle() == 1u);
  BOOST_TEST(uut.take().get() == stays);
}

BOOST_AUTO_TEST_CASE(one_whose_octets_were_read_in_time_stays) {
  auto uut = connection_shelf{loop, {}};
  auto other = open(uut);
  auto far_other = std::move(far);
  auto x = open(uut);
  // Told first, it ends the exchange on `x`, whose event waits behind.
  struct : runtime::loop::io_handler {
    void on_ready(runtime::loop::readiness) override {
      auto room = std::array<std::byte, 8>{};
      BOOST_TEST((*x)->read(room).octets == 2u);
      home->put(std::move(*x));
    }
    connection_shelf* home = nullptr;
    connection_ptr* x = nullptr;
  } holder;
  holder.home = &uut;
  holder.x = &x;
  other->holder(&holder);
  far_other.write("y");
  far.write("ok");
  settle();
  BOOST_TEST(uut.idle() == 1u);
  far.close(); // and that is told
  settle();
  BOOST_TEST(uut.idle() == 0u);
  other->holder(nullptr);
}

BOOST_AUTO_TEST_CASE(what_is_lent_may_stir) {
  auto uut = connection_shelf{loop, {}};
  auto x = open(uut);
  struct : runtime::loop::io_handler {
    void on_ready(runtime::loop::readiness what) override {
      told += what.readable ? 1 : 0;
    }
    int told = 0;
  } holder;
  x->holder(&holder);
  far.write("x");
  settle();
  BOOST_TEST(holder.told == 1);
  BOOST_TEST(uut.open() == 1u);
  x->holder(nullptr);
}

BOOST_AUTO_TEST_CASE(keeps_nothing_once_it_is_cleared) {
  auto uut = connection_shelf{loop, {}};
  auto lent = open(uut);
  uut.put(open(uut));
  uut.clear();
  BOOST_TEST(uut.open() == 1u);
  uut.put(std::move(lent));
  BOOST_TEST(uut.open() == 0u);
}

BOOST_AUTO_TEST_CASE(the_shares_of_the_loops_add_up) {
  const auto all
    = pool_options{.max_connections = 10, .max_idle = 7, .max_waiting = 5};
  for (std::size_t loops : {1, 2, 3, 5}) {
    auto sum = pool_options{.max_idle = 0, .max_waiting = 0};
    for (std::size_t i = 0; i < loops; ++i) {
      auto mine = share_of(all, loops, i);
      sum.max_connections += mine.max_connections;
      sum.max_idle += mine.max_idle;
      sum.max_waiting += mine.max_waiting;
      BOOST_TEST(mine.max_connections >= all.max_connections / loops);
    }
    BOOST_TEST_CONTEXT(loops << " loops") {
      BOOST_TEST(sum.max_connections == 10u);
      BOOST_TEST(sum.max_idle == 7u);
      BOOST_TEST(sum.max_waiting == 5u);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_bound_below_the_number_of_loops_is_one_for_each) {
  auto sum = std::size_t{0};
  for (std::size_t i = 0; i < 8; ++i)
    sum += share_of({.max_connections = 2}, 8, i).max_connections;
  BOOST_TEST(sum == 8u);
}

BOOST_AUTO_TEST_CASE(no_share_is_nothing_unless_all_is) {
  auto few
    = share_of({.max_connections = 2, .max_idle = 0, .max_waiting = 1}, 4, 3);
  BOOST_TEST(few.max_connections == 1u);
  BOOST_TEST(few.max_idle == 0u);
  BOOST_TEST(few.max_waiting == 1u);
  auto none = share_of({.max_connections = 0}, 4, 0);
  BOOST_TEST(none.max_connections == 0u);
}

BOOST_AUTO_TEST_CASE(what_is_not_counted_is_not_shared) {
  auto mine = share_of({.wait = 3s, .idle = 4s, .max_requests = 9}, 4, 1);
  BOOST_TEST((mine.wait == 3s));
  BOOST_TEST((mine.idle == 4s));
  BOOST_TEST(mine.max_requests == 9u);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
