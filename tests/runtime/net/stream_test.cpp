#include "runtime/net/loopback_pair.hpp"
#include "runtime/net/stream.hpp"

#include <boost/test/unit_test.hpp>

#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <climits>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

namespace troupe::runtime::net {

std::ostream& operator<<(std::ostream& out, io_state x) {
  constexpr auto names = std::array{"done", "would_block", "ended", "failed"};
  return out << names.at(static_cast<std::size_t>(x));
}

namespace {

using namespace std::chrono_literals;
using codecs::as_octets;

/// One end in a loop, as a session has it; the test holds the other.
class session : public loop::io_handler {
public:
  explicit session(loopback_pair pair)
    : near{std::move(pair.first)}, far{std::move(pair.second)} {}

  void watch() { BOOST_TEST_REQUIRE(!near.watch(loop, *this)); }

  void on_ready(loop::readiness what) override { near.note(what); }

  std::string read(std::size_t most) {
    auto room = std::vector<std::byte>(most);
    const auto got = near.read(room);
    last = got.state;
    error = got.error;
    return std::string{codecs::as_text({room.data(), got.octets})};
  }

  /// All there is, as a session reads it: only while it may.
  std::string read_all(std::size_t piece) {
    std::string all;
    while (near.may_read())
      all += read(piece);
    return all;
  }

  /// Until nothing more happens.
  void settle() { loop.run_until_idle(); }

  loop::event_loop loop;
  stream near;
  stream far;
  io_state last = io_state::done;
  int error = 0;
};

session over_tcp() {
  return session{loopback_pair::make_tcp()};
}

session over_unix() {
  return session{loopback_pair::make()};
}

/// What still waits to be sent when the socket takes no more.
std::size_t fill_up(stream& to) {
  const auto piece = std::string(65536, 'x');
  auto sent = std::size_t{0};
  while (to.may_write())
    sent += to.write(as_octets(piece)).octets;
  return sent;
}

std::size_t empty_out(stream& from) {
  auto room = std::vector<std::byte>(65536);
  auto got = std::size_t{0};
  for (;;) {
    const auto x = from.read(room);
    if (x.state != io_state::done)
      return got;
    got += x.octets;
  }
}

BOOST_AUTO_TEST_SUITE(stream_test)

BOOST_AUTO_TEST_CASE(a_short_read_tells_that_no_more_is_there) {
  auto uut = over_tcp();
  uut.watch();
  uut.far.write(as_octets("hello"));
  uut.settle();
  BOOST_TEST(uut.read(3) == "hel");
  BOOST_TEST(uut.near.may_read());
  BOOST_TEST(uut.read(100) == "lo");
  BOOST_TEST(!uut.near.may_read());
  uut.far.write(as_octets("!"));
  uut.settle();
  BOOST_TEST(uut.near.may_read());
  BOOST_TEST(uut.read(1) == "!");
  BOOST_TEST(uut.near.may_read()); // for all we know
  BOOST_TEST(uut.read(1) == "");
  BOOST_TEST(uut.last == io_state::would_block);
  BOOST_TEST(!uut.near.may_read());
}

BOOST_AUTO_TEST_CASE(reading_into_nothing_is_not_the_end) {
  auto uut = over_unix();
  uut.read(0);
  BOOST_TEST(uut.last == io_state::done);
  BOOST_TEST(uut.near.may_read());
}

BOOST_AUTO_TEST_CASE(peeking_takes_nothing) {
  auto uut = over_tcp();
  uut.watch();
  BOOST_TEST(uut.near.peek() == io_state::would_block);
  BOOST_TEST(!uut.near.may_read());
  uut.far.write(as_octets("hi"));
  uut.settle();
  BOOST_TEST(uut.near.peek() == io_state::done);
  BOOST_TEST(uut.read_all(100) == "hi");
  uut.far.shut_write();
  uut.settle();
  BOOST_TEST(uut.near.peek() == io_state::ended);
  BOOST_TEST(uut.near.may_read());
  uut.read(100);
  BOOST_TEST(uut.last == io_state::ended);
}

BOOST_AUTO_TEST_CASE(peeking_finds_a_broken_connection) {
  auto uut = over_tcp();
  uut.watch();
  uut.far.abort();
  uut.settle();
  BOOST_TEST(uut.near.peek() == io_state::failed);
  BOOST_TEST(!uut.near.may_read());
}

BOOST_AUTO_TEST_CASE(an_end_is_found_wherever_it_falls) {
  // What happens between the peer's octets and its end, and around the first
  // turn: everything that a session can do.
  enum act { turn, read_some, send, end };
  const auto orders = std::vector<std::vector<act>>{
    {send, end, turn},
    {send, turn, end},
    {send, turn, end, turn},
    {send, turn, read_some, end, turn},
    {turn, send, end, turn},
    {turn, send, turn, read_some, end, turn},
    {turn, end, turn},
    {end, turn},
    {read_some, send, end, turn},
    {send, read_some, end, turn},
    {send, end, read_some, turn},
    {send, end, turn, read_some, turn},
    {send, turn, end, read_some, turn},
  };
  for (auto watched_first : {true, false}) {
    for (auto make : {over_tcp, over_unix}) {
      for (std::size_t row = 0; row < orders.size(); ++row) {
        BOOST_TEST_CONTEXT("order " << row << ", watched first "
                                    << watched_first) {
          auto uut = make();
          if (watched_first)
            uut.watch();
          std::string got, want;
          for (auto what : orders[row]) {
            switch (what) {
              case turn: uut.settle(); break;
              case read_some: got += uut.read_all(1000); break;
              case send:
                uut.far.write(as_octets("the last words"));
                want += "the last words";
                break;
              case end: uut.far.shut_write(); break;
            }
          }
          if (!watched_first)
            uut.watch();
          uut.settle();
          got += uut.read_all(1000);
          uut.settle();
          got += uut.read_all(1000);
          BOOST_TEST(got == want);
          BOOST_TEST(uut.last == io_state::ended);
        }
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(a_short_write_tells_that_there_is_no_room) {
  auto uut = over_tcp();
  uut.watch();
  uut.settle();
  const auto sent = fill_up(uut.near);
  BOOST_TEST(sent > 0u);
  BOOST_TEST(!uut.near.may_write());
  BOOST_TEST(uut.near.write(as_octets("x")).state == io_state::would_block);
  uut.settle();
  BOOST_TEST(!uut.near.may_write());
  auto got = std::size_t{0};
  while (got < sent) {
    got += empty_out(uut.far);
    uut.loop.turn(100ms);
  }
  BOOST_TEST(got == sent);
  BOOST_TEST(uut.near.may_write());
}

BOOST_AUTO_TEST_CASE(a_write_that_was_short_is_not_tried_again) {
  auto text = std::string(32u << 20, 'x');
  const auto parts = std::array{iovec{text.data(), text.size()}};
  auto one = over_tcp();
  const auto whole = one.near.write(as_octets(text));
  BOOST_TEST((whole.state == io_state::done && whole.octets < text.size()));
  BOOST_TEST(!one.near.may_write());
  auto other = over_tcp();
  const auto vectored = other.near.write(parts);
  BOOST_TEST(
    (vectored.state == io_state::done && vectored.octets < text.size()));
  BOOST_TEST(!other.near.may_write());
}

BOOST_AUTO_TEST_CASE(a_hang_up_is_something_to_read) {
  auto uut = over_unix();
  uut.read(1);
  BOOST_TEST(!uut.near.may_read());
  uut.near.note({.readable = false, .writable = false, .hung_up = true});
  BOOST_TEST(uut.near.may_read());
}

BOOST_AUTO_TEST_CASE(parts_leave_in_order_and_in_one_piece) {
  auto uut = over_unix();
  auto head = std::string{"head "};
  auto body = std::string{"body"};
  const auto parts
    = std::array{iovec{head.data(), head.size()}, iovec{nullptr, 0},
                 iovec{body.data(), body.size()}};
  BOOST_TEST(uut.far.write(parts).octets == 9u);
  BOOST_TEST(uut.far.may_write());
  BOOST_TEST(uut.read(100) == "head body");
}

BOOST_AUTO_TEST_CASE(more_parts_than_the_kernel_takes_are_a_short_write) {
  auto uut = over_unix();
  auto octet = std::string{"x"};
  const auto parts
    = std::vector<iovec>(IOV_MAX + 10, iovec{octet.data(), octet.size()});
  BOOST_TEST(uut.far.write(parts).octets == std::size_t{IOV_MAX});
  BOOST_TEST(uut.far.may_write()); // there is room, and nobody would tell
}

BOOST_AUTO_TEST_CASE(parts_that_find_no_room_are_told) {
  auto uut = over_unix();
  fill_up(uut.near);
  auto octet = std::string{"x"};
  const auto parts = std::array{iovec{octet.data(), octet.size()}};
  BOOST_TEST(uut.near.write(parts).state == io_state::would_block);
}

BOOST_AUTO_TEST_CASE(writing_nothing_succeeds_always) {
  auto uut = over_unix();
  uut.far.close();
  BOOST_TEST(uut.near.write(codecs::octets{}).state == io_state::done);
  BOOST_TEST(uut.near.write(std::span<const iovec>{}).state == io_state::done);
}

BOOST_AUTO_TEST_CASE(writing_to_a_peer_that_is_gone_fails_without_a_signal) {
  auto uut = over_unix();
  uut.far.close();
  const auto got = uut.near.write(as_octets("x"));
  BOOST_TEST(got.state == io_state::failed);
  BOOST_TEST(got.error == EPIPE);
  BOOST_TEST(!uut.near.may_write());
}

BOOST_AUTO_TEST_CASE(an_aborted_connection_is_reset) {
  auto uut = over_tcp();
  uut.watch();
  uut.settle();
  uut.far.write(as_octets("unread"));
  uut.far.abort();
  BOOST_TEST(!uut.far);
  uut.settle();
  BOOST_TEST(uut.near.may_read());
  uut.read_all(1000);
  BOOST_TEST(uut.last == io_state::failed);
  BOOST_TEST(uut.error == ECONNRESET);
  BOOST_TEST(!uut.near.may_read());
}

BOOST_AUTO_TEST_CASE(what_the_peer_said_is_read_after_writing_failed) {
  auto uut = over_tcp();
  uut.watch();
  uut.settle();
  uut.far.write(as_octets("too large"));
  uut.far.shut_write();
  uut.settle();
  uut.near.shut_write();
  BOOST_TEST(uut.near.write(as_octets("x")).state == io_state::failed);
  BOOST_TEST(uut.near.may_read());
  BOOST_TEST(uut.read_all(100) == "too large");
  BOOST_TEST(uut.last == io_state::ended);
}

BOOST_AUTO_TEST_CASE(closing_leaves_the_loop) {
  auto uut = over_unix();
  uut.watch();
  uut.near.close();
  BOOST_TEST(!uut.near);
  BOOST_TEST(!uut.loop.turn());
  uut.near.close();
}

BOOST_AUTO_TEST_CASE(may_move_from_one_loop_to_another) {
  auto uut = over_unix();
  uut.watch();
  loop::event_loop other;
  BOOST_TEST(!uut.near.watch(other, uut));
  BOOST_TEST(!uut.loop.turn());
  BOOST_TEST(other.turn());
  uut.near.close(); // before its loop
}

BOOST_AUTO_TEST_CASE(is_told_anew_when_it_is_watched_again) {
  auto uut = over_unix();
  uut.watch();
  uut.settle();
  uut.watch();
  BOOST_TEST(uut.loop.turn());
}

BOOST_AUTO_TEST_CASE(tells_why_it_cannot_be_watched) {
  loop::event_loop loop;
  auto uut = over_unix();
  stream nothing;
  BOOST_TEST((nothing.watch(loop, uut) == std::errc::bad_file_descriptor));
}

BOOST_AUTO_TEST_CASE(a_stream_that_moves_keeps_what_it_knows) {
  auto uut = over_tcp();
  uut.watch();
  uut.settle();
  BOOST_TEST(uut.read_all(10) == "");
  auto moved = std::move(uut.near);
  BOOST_TEST(!moved.may_read());
  BOOST_TEST(moved.may_write());
  BOOST_TEST(static_cast<bool>(moved));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::runtime::net
