#include "runtime/buffer/drain.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cerrno>
#include <string>
#include <string_view>

namespace troupe::runtime::buffer {
namespace {

using net::io_outcome;
using net::io_state;

/// Takes a few octets at a time, and then no more, or fails.
struct sink_double {
  bool may_write() const { return open; }

  io_outcome write(codecs::octets x) {
    if (taken.size() >= room)
      return full;
    auto n = std::min({x.size(), room - taken.size(), step});
    taken += codecs::as_text(x.first(n));
    return {.state = io_state::done, .octets = n};
  }

  bool open = true;
  std::size_t room = 1000;
  std::size_t step = 3;
  io_outcome full = {.state = io_state::would_block};
  std::string taken;
};

struct drain_fixture {
  drain_fixture() { from.append(codecs::as_octets("0123456789")); }

  std::string_view left() const { return codecs::as_text(from.front()); }

  byte_queue from;
  sink_double to;
};

BOOST_FIXTURE_TEST_SUITE(drain_test, drain_fixture)

BOOST_AUTO_TEST_CASE(writes_until_nothing_is_left) {
  auto out = drain(from, to);
  BOOST_TEST((out.state == io_state::done));
  BOOST_TEST(out.octets == 10u);
  BOOST_TEST(from.empty());
  BOOST_TEST(to.taken == "0123456789");
}

BOOST_AUTO_TEST_CASE(of_nothing_is_done_wherever_it_goes) {
  from.clear();
  to.open = false;
  auto out = drain(from, to);
  BOOST_TEST((out.state == io_state::done));
  BOOST_TEST(out.octets == 0u);
}

BOOST_AUTO_TEST_CASE(keeps_what_is_not_taken) {
  to.room = 7;
  auto out = drain(from, to);
  BOOST_TEST((out.state == io_state::would_block));
  BOOST_TEST(out.octets == 7u);
  BOOST_TEST(to.taken == "0123456");
  BOOST_TEST(left() == "789");
}

BOOST_AUTO_TEST_CASE(does_not_write_where_it_may_not) {
  to.open = false;
  auto out = drain(from, to);
  BOOST_TEST((out.state == io_state::would_block));
  BOOST_TEST(to.taken.empty());
  BOOST_TEST(left() == "0123456789");
}

BOOST_AUTO_TEST_CASE(tells_what_had_left_before_it_broke_and_why_it_did) {
  to.room = 6;
  to.full = {.state = io_state::failed, .octets = 0, .error = EPIPE};
  auto out = drain(from, to);
  BOOST_TEST((out.state == io_state::failed));
  BOOST_TEST(out.error == EPIPE);
  BOOST_TEST(out.octets == 6u);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::runtime::buffer
