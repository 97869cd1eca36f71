#include "codecs/http2/send_order.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

namespace troupe::codecs::http2 {
namespace {

struct sender : send_order::place {
  explicit sender(char x) : name(x) {}

  char name;
};

class fixture {
protected:
  void want(sender& x, std::uint8_t urgency, bool incremental = false) {
    uut.change(x, {urgency, incremental});
    uut.add(x);
  }

  /// Who has each turn.
  std::string turns(int count) {
    auto result = std::string{};
    for (; count > 0 && !uut.empty(); --count) {
      auto& x = *uut.first();
      result += static_cast<sender&>(x).name;
      uut.pass_on(x);
    }
    return result;
  }

  send_order uut;
  sender a{'a'};
  sender b{'b'};
  sender c{'c'};
};

BOOST_FIXTURE_TEST_SUITE(http2_send_order_test, fixture)

BOOST_AUTO_TEST_CASE(nobody_is_first_where_nobody_is) {
  BOOST_TEST(uut.empty());
  BOOST_TEST((uut.first() == nullptr));
}

BOOST_AUTO_TEST_CASE(the_most_urgent_goes_first_until_it_leaves) {
  want(a, 5);
  want(b, 0);
  want(c, 7);
  BOOST_TEST(turns(3) == "bbb");
  uut.remove(b);
  BOOST_TEST(turns(2) == "aa");
  uut.remove(a);
  BOOST_TEST(turns(1) == "c");
  uut.remove(c);
  BOOST_TEST(uut.empty());
}

BOOST_AUTO_TEST_CASE(of_the_same_urgency_who_came_first_does) {
  want(b, 3);
  want(a, 3);
  BOOST_TEST(turns(2) == "bb");
  uut.add(b); // is there
  uut.remove(b);
  uut.add(b);
  BOOST_TEST(turns(2) == "aa");
}

BOOST_AUTO_TEST_CASE(what_is_incremental_takes_turns) {
  want(a, 3, true);
  want(b, 3, true);
  want(c, 3, true);
  BOOST_TEST(turns(6) == "abcabc");
  uut.remove(b);
  BOOST_TEST(turns(4) == "acac");
}

BOOST_AUTO_TEST_CASE(a_wish_may_change_while_it_waits) {
  want(a, 3);
  want(b, 3);
  uut.change(b, {1, false});
  BOOST_TEST(turns(1) == "b");
  uut.change(b, {6, true});
  BOOST_TEST(turns(1) == "a");
  BOOST_TEST((b.wish() == priority{6, true}));
  uut.remove(a);
  uut.remove(a);
  BOOST_TEST(turns(2) == "bb");
}

BOOST_AUTO_TEST_CASE(who_is_not_there_only_changes_its_wish) {
  uut.change(a, {0, false});
  BOOST_TEST(uut.empty());
  BOOST_TEST(!a.in_line());
  BOOST_TEST((a.wish() == priority{0, false}));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::codecs::http2
