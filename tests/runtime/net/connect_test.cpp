#include "runtime/net/connect.hpp"
#include "runtime/net/listening_socket.hpp"
#include "runtime/net/loopback_pair.hpp"

#include <boost/test/unit_test.hpp>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>

namespace troupe::runtime::net {
namespace {

fd listener() {
  auto x = listen_on({.address = *address::parse("127.0.0.1:0")});
  BOOST_TEST_REQUIRE(x.ok());
  return *std::move(x);
}

/// How it went, once that is known.
std::error_code
outcome_of(const codecs::result<connecting, std::error_code>& x) {
  if (!x)
    return x.error();
  auto waits = pollfd{.fd = x->socket.get(), .events = POLLOUT, .revents = 0};
  BOOST_TEST_REQUIRE(::poll(&waits, 1, 5000) == 1);
  return connect_result(x->socket);
}

BOOST_AUTO_TEST_SUITE(connect_test)

BOOST_AUTO_TEST_CASE(tells_that_a_connection_stands) {
  const auto there = listener();
  auto uut = begin_connect(local_address(there), {});
  BOOST_TEST(!outcome_of(uut));
  BOOST_TEST((peer_address(uut->socket) == local_address(there)));
  auto nodelay = 0;
  auto length = socklen_t{sizeof(nodelay)};
  ::getsockopt(uut->socket.get(), IPPROTO_TCP, TCP_NODELAY, &nodelay, &length);
  BOOST_TEST(nodelay == 1);
}

BOOST_AUTO_TEST_CASE(tells_that_nobody_listens) {
  const auto where = [] {
    const auto gone = listener();
    return local_address(gone);
  }();
  auto uut = begin_connect(where, {});
  BOOST_TEST((outcome_of(uut) == std::errc::connection_refused));
  // Asked again, it still does not stand.
  if (uut)
    BOOST_TEST((connect_result(uut->socket) == std::errc::not_connected));
}

BOOST_AUTO_TEST_CASE(may_open_fast) {
  const auto there = listener();
  auto uut = begin_connect(local_address(there), {.fast_open = true});
  BOOST_TEST_REQUIRE(uut.ok());
  auto fast = 0;
  auto length = socklen_t{sizeof(fast)};
  ::getsockopt(uut->socket.get(), IPPROTO_TCP, TCP_FASTOPEN_CONNECT, &fast,
               &length);
  BOOST_TEST(fast == 1);
  BOOST_TEST(::send(uut->socket.get(), "x", 1, MSG_NOSIGNAL) != 0);
}

BOOST_AUTO_TEST_CASE(a_path_connects_or_fails_at_once) {
  auto uut = begin_connect(*address::parse("unix:/nonexistent/x.sock"), {});
  BOOST_TEST_REQUIRE(!uut.ok());
  BOOST_TEST((uut.error() == std::errc::no_such_file_or_directory));
}

BOOST_AUTO_TEST_CASE(nowhere_is_no_place_to_connect_to) {
  auto uut = begin_connect({}, {});
  BOOST_TEST_REQUIRE(!uut.ok());
  BOOST_TEST((uut.error() == std::errc::destination_address_required));
}

BOOST_AUTO_TEST_CASE(comes_from_the_source_address_it_is_told) {
  const auto there = listener();
  auto uut
    = begin_connect(local_address(there),
                    {.socket = {}, .bind = *address::parse("127.0.0.2:0")});
  BOOST_TEST(!outcome_of(uut));
  const auto source = local_address(uut->socket);
  BOOST_TEST(source.host() == "127.0.0.2");
  BOOST_TEST(source.port() != 0);
  auto late = 0;
  auto length = socklen_t{sizeof(late)};
  ::getsockopt(uut->socket.get(), IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &late,
               &length);
  BOOST_TEST(late == 1); // ports are shared between destinations
}

BOOST_AUTO_TEST_CASE(tells_that_a_source_address_is_not_ours) {
  const auto there = listener();
  auto uut
    = begin_connect(local_address(there),
                    {.socket = {}, .bind = *address::parse("192.0.2.1:0")});
  BOOST_TEST_REQUIRE(!uut.ok());
  BOOST_TEST((uut.error() == std::errc::address_not_available));
}

BOOST_AUTO_TEST_CASE(pairs_are_connected_and_talk_both_ways) {
  for (auto make : {loopback_pair::make, loopback_pair::make_tcp}) {
    auto [first, second] = make();
    BOOST_TEST(!connect_result(first));
    BOOST_TEST(!connect_result(second));
    for (auto* ends : {&first, &second}) {
      const auto& from = *ends;
      const auto& to = ends == &first ? second : first;
      BOOST_TEST(::write(from.get(), "x", 1) == 1);
      auto octet = ' ';
      BOOST_TEST(::read(to.get(), &octet, 1) == 1);
      BOOST_TEST(octet == 'x');
      BOOST_TEST(::read(to.get(), &octet, 1) == -1); // it does not block
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::runtime::net
