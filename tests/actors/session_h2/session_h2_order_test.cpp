#include "tests/actors/session_h2/h2_scene.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::actors {
namespace {

/// Downloads whose origins always have more than the client's socket takes:
/// who goes first is the session's choice.
class order_fixture : public test::h2_scene {
protected:
  static constexpr std::size_t size = 4 << 20;

  struct download {
    test::stream_id id;
    test::peer origin;
    std::size_t left = size;
  };

  order_fixture() { meet({.window = 1 << 24, .connection_window = 1 << 26}); }

  download begin(std::string_view priority) {
    auto id = ask("/", "GET", true, priority);
    auto origin = next_origin();
    say(origin, "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(size)
                  + "\r\n\r\n");
    return {id, std::move(origin)};
  }

  /// The client reads what its socket has, once, after everybody was busy.
  void step(std::vector<download>& all) {
    static const auto more = std::string(65536, 'x');
    for (auto& x : all)
      for (auto n = std::size_t{1}; n > 0 && x.left > 0; x.left -= n)
        n = x.origin.write_some(
          std::string_view{more}.substr(0, std::min(x.left, more.size())));
    scene_fixture::settle();
    browser->move();
  }

  void run_until_one_ends(std::vector<download>& all) {
    auto ended = [this](auto& x) { return answer(x.id).ended; };
    for (auto i = 0; i < 1000 && std::ranges::none_of(all, ended); ++i)
      step(all);
  }

  std::size_t taken(const download& x) { return answer(x.id).body.size(); }
};

BOOST_FIXTURE_TEST_SUITE(session_h2_order_test, order_fixture)

BOOST_AUTO_TEST_CASE(what_is_urgent_overtakes_what_waits_at_its_origin) {
  auto all = std::vector<download>{};
  all.push_back(begin("u=6"));
  for (auto i = 0; i < 3; ++i)
    step(all);
  all.push_back(begin("u=1"));
  auto before = taken(all[0]);
  run_until_one_ends(all);
  BOOST_TEST(taken(all[1]) == size);
  BOOST_TEST(taken(all[0]) - before < size / 4);
}

BOOST_AUTO_TEST_CASE(of_equals_the_first_goes_first) {
  auto all = std::vector<download>{};
  for (auto i = 0; i < 3; ++i)
    all.push_back(begin("u=3"));
  run_until_one_ends(all);
  BOOST_TEST(taken(all[0]) == size);
  BOOST_TEST(taken(all[1]) < size / 4);
  BOOST_TEST(taken(all[2]) < size / 4);
}

BOOST_AUTO_TEST_CASE(those_that_are_incremental_have_turns) {
  auto all = std::vector<download>{};
  for (auto i = 0; i < 3; ++i)
    all.push_back(begin("i"));
  run_until_one_ends(all);
  for (auto& x : all)
    BOOST_TEST(taken(x) > size / 2);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
