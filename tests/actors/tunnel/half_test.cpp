#include "actors/tunnel/half.hpp"

#include "runtime/net/loopback_pair.hpp"

#include <boost/test/unit_test.hpp>

#include <sys/socket.h>

#include <array>
#include <ostream>
#include <string>
#include <vector>

namespace troupe::actors {

std::ostream& operator<<(std::ostream& out, carried x) {
  static constexpr const char* words[] = {"some", "nothing", "all", "broken"};
  return out << words[static_cast<int>(x)];
}

namespace {

using runtime::net::loopback_pair;

/// A half between two sockets; `sender` and `receiver` are their far ends.
struct half_fixture {
  half_fixture() {
    auto left = loopback_pair::make();
    auto right = loopback_pair::make();
    sender = std::move(left.first);
    from = runtime::net::stream{std::move(left.second)};
    to = runtime::net::stream{std::move(right.first)};
    receiver = std::move(right.second);
  }

  carried carry() { return uut.carry(from, to, scratch); }

  /// Until it can do no more, and what it says then.
  carried carry_all() {
    auto last = carry();
    while (last == carried::some)
      last = carry();
    return last;
  }

  void say(std::string_view text) {
    auto n = ::send(sender.get(), text.data(), text.size(), MSG_NOSIGNAL);
    BOOST_TEST_REQUIRE(n == static_cast<ssize_t>(text.size()));
    from.note({.readable = true});
  }

  void end() {
    ::shutdown(sender.get(), SHUT_WR);
    from.note({.readable = true, .hung_up = true});
  }

  /// What has come out; a full stop behind it is the end.
  std::string heard() {
    std::string all;
    auto piece = std::array<char, 4096>{};
    for (;;) {
      auto n = ::recv(receiver.get(), piece.data(), piece.size(), 0);
      if (n == 0)
        return all + '.';
      if (n < 0)
        return all;
      all.append(piece.data(), static_cast<std::size_t>(n));
    }
  }

  runtime::net::fd sender;
  runtime::net::stream from;
  half uut;
  runtime::net::stream to;
  runtime::net::fd receiver;
  std::vector<std::byte> scratch = std::vector<std::byte>(16384);
};

BOOST_FIXTURE_TEST_SUITE(half_test, half_fixture)

BOOST_AUTO_TEST_CASE(carries_what_comes) {
  say("curtain");
  BOOST_TEST(carry() == carried::some);
  BOOST_TEST(heard() == "curtain");
  BOOST_TEST(carry() == carried::nothing);
  say("call");
  BOOST_TEST(carry_all() == carried::nothing);
  BOOST_TEST(heard() == "call");
  BOOST_TEST(!uut.finished());
}

BOOST_AUTO_TEST_CASE(tells_the_receiver_of_the_end_and_lets_it_talk_on) {
  say("bye");
  end();
  BOOST_TEST(carry_all() == carried::all);
  BOOST_TEST(uut.finished());
  BOOST_TEST(heard() == "bye.");
  BOOST_TEST(carry() == carried::all);
  BOOST_TEST(::send(receiver.get(), "x", 1, MSG_NOSIGNAL) == 1);
  BOOST_TEST(to.read(scratch).octets == 1u);
}

BOOST_AUTO_TEST_CASE(what_waits_leaves_before_what_comes) {
  uut.waiting.append(codecs::as_octets("first "));
  say("second");
  BOOST_TEST(carry_all() == carried::nothing);
  BOOST_TEST(heard() == "first second");
  BOOST_TEST(uut.waiting.empty());
}

BOOST_AUTO_TEST_CASE(holds_no_more_than_one_read_for_a_slow_receiver) {
  const auto piece = std::string(16384, 'x');
  auto said = std::size_t{0};
  auto stalled = false;
  for (auto i = 0; i < 1000 && !stalled; ++i) {
    auto n = ::send(sender.get(), piece.data(), piece.size(), MSG_NOSIGNAL);
    if (n > 0)
      said += static_cast<std::size_t>(n);
    stalled = n < 0; // all three are full: both sockets, and the half
    from.note({.readable = true});
    BOOST_TEST(carry_all() == carried::nothing);
    BOOST_TEST_REQUIRE(uut.waiting.size() <= scratch.size());
  }
  BOOST_TEST_REQUIRE(stalled);
  BOOST_TEST(!uut.waiting.empty());
  end();
  BOOST_TEST(carry() == carried::nothing); // the end waits behind the octets
  auto got = std::size_t{0};
  while (!uut.finished()) {
    auto more = heard();
    BOOST_TEST_REQUIRE(!more.empty());
    got += more.size();
    to.note({.writable = true});
    from.note({.readable = true});
    carry_all();
  }
  got += heard().size() - 1;
  BOOST_TEST(got == said);
}

BOOST_AUTO_TEST_CASE(a_receiver_that_is_gone_breaks_it) {
  say("hello");
  receiver.reset();
  BOOST_TEST(carry() == carried::lost_receiver);
}

BOOST_AUTO_TEST_CASE(a_receiver_that_went_with_octets_waiting_breaks_it) {
  uut.waiting.append(codecs::as_octets("for you"));
  receiver.reset();
  BOOST_TEST(carry() == carried::lost_receiver);
}

BOOST_AUTO_TEST_CASE(a_sender_that_is_reset_breaks_it) {
  BOOST_TEST(::send(from.socket().get(), "x", 1, MSG_NOSIGNAL) == 1);
  sender.reset(); // with octets unread, which is a reset
  BOOST_TEST(carry() == carried::lost_sender);
  BOOST_TEST(heard() == "");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
