#include "runtime/buffer/byte_queue.hpp"

#include <boost/test/unit_test.hpp>

#include <random>
#include <string>
#include <utility>

namespace troupe::runtime::buffer {
namespace {

using codecs::as_octets;
using codecs::as_text;

BOOST_AUTO_TEST_SUITE(byte_queue_test)

BOOST_AUTO_TEST_CASE(gives_out_what_came_in_in_order) {
  byte_queue uut;
  BOOST_TEST(uut.empty());
  uut.append(as_octets("hello "));
  uut.append(as_octets("world"));
  BOOST_TEST(as_text(uut.front()) == "hello world");
  uut.consume(6);
  BOOST_TEST(as_text(uut.front()) == "world");
  uut.append(as_octets("!"));
  BOOST_TEST(as_text(uut.front()) == "world!");
  BOOST_TEST(uut.size() == 6u);
}

BOOST_AUTO_TEST_CASE(holds_no_memory_while_empty) {
  byte_queue uut;
  uut.append(as_octets(std::string(100000, 'x')));
  uut.consume(100000);
  BOOST_TEST(uut.empty());
  BOOST_TEST(uut.front().data() == nullptr);
  uut.append(as_octets("x"));
  uut.clear();
  BOOST_TEST(uut.empty());
  BOOST_TEST(uut.front().data() == nullptr);
}

BOOST_AUTO_TEST_CASE(appending_nothing_changes_nothing) {
  byte_queue uut;
  uut.append({});
  uut.consume(0);
  BOOST_TEST(uut.empty());
  uut.append(as_octets("a"));
  uut.append({});
  BOOST_TEST(as_text(uut.front()) == "a");
}

BOOST_AUTO_TEST_CASE(is_empty_after_its_octets_were_moved_away) {
  byte_queue uut;
  uut.append(as_octets("abc"));
  uut.consume(1);
  auto other = std::move(uut);
  BOOST_TEST(uut.empty());
  BOOST_TEST(as_text(other.front()) == "bc");
  uut.append(as_octets("new"));
  BOOST_TEST(as_text(uut.front()) == "new");
  uut = std::move(other);
  BOOST_TEST(as_text(uut.front()) == "bc");
  BOOST_TEST(other.empty());
}

BOOST_AUTO_TEST_CASE(behaves_like_a_string_whatever_comes_and_goes) {
  constexpr auto seed = 20240611u;
  auto world = std::mt19937{seed};
  auto pick = [&world](std::size_t below) { return world() % (below + 1); };
  byte_queue uut;
  std::string model;
  for (auto step = 0; step < 20000; ++step) {
    BOOST_TEST_CONTEXT("seed " << seed << ", step " << step) {
      if (world() % 2 == 0) {
        const auto more
          = std::string(pick(300), static_cast<char>('a' + world() % 26));
        uut.append(as_octets(more));
        model += more;
      } else {
        const auto n = pick(model.size());
        uut.consume(n);
        model.erase(0, n);
      }
      BOOST_TEST_REQUIRE(as_text(uut.front()) == model);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_queue_that_never_runs_empty_does_not_grow_for_ever) {
  byte_queue uut;
  const auto piece = std::string(1000, 'x');
  uut.append(as_octets(piece));
  const auto* first = uut.front().data();
  auto moves = 0;
  for (auto i = 0; i < 1000; ++i) {
    uut.append(as_octets(piece));
    uut.consume(piece.size());
    // Within a buffer the front moves on; what has gone is taken up again.
    if (uut.front().data() <= first)
      ++moves;
    first = uut.front().data();
  }
  BOOST_TEST(uut.size() == piece.size());
  BOOST_TEST(moves >= 100);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::runtime::buffer
