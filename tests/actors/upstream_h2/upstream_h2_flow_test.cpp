// How much of a body is on its way between an exchange and its backend.

#include "tests/actors/upstream_h2/h2_backend_scene.hpp"

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <string>

namespace troupe::actors {
namespace {

using codecs::http2::connection;

namespace h2 = test::h2;

class fixture : public test::h2_backend_scene {
protected:
  static constexpr std::size_t piece = 10'000;

  /// Octets of that stream's body that came over the wire.
  std::size_t arrived(std::uint32_t id) const {
    auto result = std::size_t{0};
    for (auto& x : backend->frames)
      if (x.what == type::data && x.stream == id)
        result += x.payload.size();
    return result;
  }

  void opens_window(std::uint32_t id, std::uint32_t by) {
    by_hand(h2::frame(type::window_update, 0, id, h2::number(by)));
  }

  /// Until it takes no more. Octets of the body.
  std::size_t fill(test::stream_user& user) {
    auto sent = std::size_t{0};
    while (user.line->may_write() && sent < 2 * connection::enough) {
      BOOST_TEST((user.write(chunk(piece)) == io_state::done));
      settle();
      sent += piece;
    }
    return sent;
  }
};

BOOST_FIXTURE_TEST_SUITE(upstream_h2_flow_test, fixture)

BOOST_AUTO_TEST_CASE(
  a_backend_without_a_window_gets_nothing_and_we_hold_little) {
  meet({.window = 0});
  auto& user = post();
  auto sent = fill(user);
  BOOST_TEST(sent > connection::enough);
  BOOST_TEST(sent <= connection::enough + piece);
  BOOST_TEST(arrived(1) == 0u);
  BOOST_TEST((user.write(chunk(piece)) == io_state::would_block));
  BOOST_TEST(!user.was_told_of_room);
}

BOOST_AUTO_TEST_CASE(who_waits_for_room_is_told_when_the_window_opens) {
  meet({.window = 0});
  backend->writes = false; // it does not know of the windows that follow
  auto& user = post();
  auto sent = fill(user);
  opens_window(1, 1000);
  BOOST_TEST(arrived(1) == 1000u);
  BOOST_TEST(!user.line->may_write());
  BOOST_TEST(!user.was_told_of_room);
  opens_window(1, 60'000);
  BOOST_TEST(arrived(1) == 61'000u);
  BOOST_TEST(user.was_told_of_room);
  BOOST_TEST(user.line->may_write());
  opens_window(1, 60'000);
  BOOST_TEST(arrived(1) == sent);
}

BOOST_AUTO_TEST_CASE(a_stream_without_a_window_stops_no_other) {
  meet({.window = 0});
  fill(post());
  auto& other = get();
  respond(3);
  BOOST_TEST(other.body == "well");
  BOOST_TEST(other.ended);
}

BOOST_AUTO_TEST_CASE(a_backend_sends_as_much_as_its_exchange_has_taken) {
  constexpr auto window = std::size_t{128 * 1024};
  meet();
  auto& user = get();
  user.reads = false;
  begin_response(1);
  send(1, std::string(window + 20'000, 'x'));
  BOOST_TEST(backend->credit(1) == 0u);
  BOOST_TEST(backend->codec.waiting(1) == 20'000u);
  user.read();
  settle();
  BOOST_TEST(backend->credit(1) == window);
  BOOST_TEST(backend->codec.waiting(1) == 0u);
  user.read();
  BOOST_TEST(user.body.size() == window + 20'000);
}

BOOST_AUTO_TEST_CASE(a_body_that_nobody_reads_stops_no_other) {
  meet();
  auto& slow = get();
  slow.reads = false;
  begin_response(1);
  send(1, std::string(200'000, 'x'));
  auto& other = get();
  respond(3);
  BOOST_TEST(other.ended);
}

BOOST_AUTO_TEST_CASE(large_bodies_arrive_whole_either_way) {
  auto body = std::string(1024 * 1024, '\0');
  for (std::size_t i = 0; i < body.size(); ++i)
    body[i] = static_cast<char>(i * 2654435761u >> 13);
  meet();
  auto& user = ask(codecs::http::method::post,
                   "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: "
                     + std::to_string(body.size()) + "\r\n\r\n");
  for (std::size_t at = 0; at < body.size();) {
    BOOST_TEST_REQUIRE(user.line->may_write());
    auto part = std::string_view{body}.substr(at, 48'000);
    BOOST_TEST_REQUIRE((user.write(part) == io_state::done));
    settle();
    at += part.size();
  }
  BOOST_TEST((backend->seen.streams[1].body == body));
  BOOST_TEST(backend->seen.streams[1].ended);
  respond(1, body);
  BOOST_TEST((user.body == body));
  BOOST_TEST(user.ended);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
