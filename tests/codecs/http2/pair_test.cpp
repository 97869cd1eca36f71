#include "tests/codecs/http2/recorder.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::codecs::http2 {
namespace {

using namespace test;

/// A client and a server, and a wire of octets between them.
class pair_fixture {
protected:
  /// Octets that either side sends before the other has its turn.
  void carry(std::size_t most) {
    auto pass = [most, this](connection& from, connection& to) {
      wire.clear();
      from.pull(wire, most);
      to.feed(as_octets(wire), {});
      return !wire.empty();
    };
    moved = pass(here, there);
    moved = pass(there, here) || moved;
  }

  void settle() {
    do {
      for (auto* side :
           {static_cast<connection*>(&here), static_cast<connection*>(&there)})
        take_all(*side);
      carry(1 << 20);
    } while (moved);
  }

  void take_all(connection& side) {
    auto take = [&](auto& seen) {
      for (auto& [id, x] : seen.streams)
        if (auto n = x.body.size(); n > 0) {
          side.consumed(id, n);
          x.body.clear();
        }
    };
    if (&side == &here)
      take(client_seen);
    else
      take(server_seen);
  }

  stream_id ask(bool ends) {
    auto head = http1::request_head{};
    head.method = ends ? http::method::get : http::method::post;
    head.method_text = ends ? "GET" : "POST";
    head.target.text = "/";
    return here.send_request(head, {.scheme = "https", .authority = "a"}, ends);
  }

  options wish{.resets = {.burst = 100'000, .per_second = 1}};
  client_side client_seen;
  server_side server_seen;
  client here{wish, client_seen};
  server there{wish, server_seen};
  std::string wire;
  bool moved = false;
};

BOOST_FIXTURE_TEST_SUITE(http2_pair_test, pair_fixture)

BOOST_AUTO_TEST_CASE(ten_thousand_resets_leave_nothing_behind) {
  auto dice = std::mt19937{20'261'124}; // the same each time
  auto roll = [&](std::size_t sides) {
    return std::uniform_int_distribution<std::size_t>{0, sides - 1}(dice);
  };
  const auto piece = std::string(5'000, 'x');
  auto open = std::vector<stream_id>{};
  auto opened = 0;
  auto head = http1::response_head{};
  head.status = 200;
  for (auto turns = 0; opened < 10'000; ++turns) {
    BOOST_TEST_REQUIRE(turns < 1'000'000);
    if (auto id = ask(roll(2) == 0); id != 0) {
      open.push_back(id);
      ++opened;
    }
    for (auto i = roll(4); i > 0 && !open.empty(); --i) {
      auto at = roll(open.size());
      auto id = open[at];
      switch (roll(7)) {
        case 0: here.send_body(id, as_octets(piece)); break;
        case 1: here.send_end(id, {}); break;
        case 2:
          if (auto& x = server_seen.streams[id]; !x.head.empty()) {
            there.send_head(id, head, false);
            x.head.clear();
          }
          break;
        case 3: there.send_body(id, as_octets(piece)); break;
        case 4: there.send_end(id, {}); break;
        default: {
          if (server_seen.streams.contains(id) && roll(2) == 0)
            there.reset(id, errc::cancel);
          else
            here.reset(id, errc::cancel);
          open.erase(open.begin() + static_cast<std::ptrdiff_t>(at));
        }
      }
    }
    if (roll(3) == 0)
      take_all(roll(2) == 0 ? static_cast<connection&>(here)
                            : static_cast<connection&>(there));
    carry(1 + roll(20'000));
  }
  for (auto id : open)
    here.reset(id, errc::cancel);
  settle();
  for (auto* side :
       {static_cast<connection*>(&here), static_cast<connection*>(&there)}) {
    BOOST_TEST(side->problem() == "");
    BOOST_TEST(side->open_streams() == 0u);
    BOOST_TEST(side->unconsumed() == 0u);
  }
  // And no credit is lost: both windows still let through what they promised.
  auto id = ask(false);
  BOOST_TEST_REQUIRE(id != 0);
  auto large = std::string(wish.window, 'x');
  here.send_body(id, as_octets(large));
  carry(1 << 20);
  BOOST_TEST(server_seen.streams[id].body.size() == large.size());
  there.send_head(id, head, false);
  there.send_body(id, as_octets(large));
  carry(1 << 20);
  BOOST_TEST(client_seen.streams[id].body.size() == large.size());
}

BOOST_AUTO_TEST_CASE(one_who_waits_does_not_hold_up_the_others) {
  auto slow = ask(true);
  auto quick = ask(true);
  settle();
  auto head = http1::response_head{};
  head.status = 200;
  auto large = std::string(wish.window * 2, 'x'); // nobody consumes it
  for (auto id : {slow, quick})
    there.send_head(id, head, false);
  there.send_body(slow, as_octets(large));
  for (auto i = 0; i < 4; ++i)
    carry(1 << 20);
  BOOST_TEST(client_seen.streams[slow].body.size() == wish.window);
  BOOST_TEST(there.congested(slow));
  there.send_body(quick, as_octets(std::string_view{"quick"}));
  there.send_end(quick, {});
  carry(1 << 20);
  BOOST_TEST(client_seen.streams[quick].body == "quick");
  BOOST_TEST(client_seen.streams[quick].ended);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::codecs::http2
