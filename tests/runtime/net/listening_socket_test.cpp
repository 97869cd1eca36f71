#include "runtime/net/connect.hpp"
#include "runtime/net/listening_socket.hpp"

#include <boost/test/unit_test.hpp>

#include <netinet/tcp.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace troupe::runtime::net {
namespace {

listen_options at(std::string_view text, bool reuse_port = false) {
  return {.address = *address::parse(text), .reuse_port = reuse_port};
}

fd must_listen(const listen_options& options) {
  auto x = listen_on(options);
  BOOST_TEST_REQUIRE(x.ok(), (x ? "" : x.error()));
  return *std::move(x);
}

bool has_ipv6() {
  return listen_on(at("[::1]:0")).ok();
}

fd must_connect(const address& to) {
  auto x = begin_connect(to, {});
  BOOST_TEST_REQUIRE(x.ok());
  return std::move(x->socket);
}

bool becomes_readable(const fd& x) {
  auto waits = pollfd{.fd = x.get(), .events = POLLIN, .revents = 0};
  return ::poll(&waits, 1, 5000) == 1;
}

accepted must_accept(const fd& listener) {
  BOOST_TEST_REQUIRE(becomes_readable(listener));
  auto x = accept_from(listener);
  BOOST_TEST_REQUIRE(x.ok());
  return *std::move(x);
}

int option_of(const fd& socket, int level, int name) {
  auto value = 0;
  auto length = socklen_t{sizeof(value)};
  ::getsockopt(socket.get(), level, name, &value, &length);
  return value;
}

/// A folder of the test's own, gone with it.
class folder {
public:
  folder() {
    auto name
      = (std::filesystem::temp_directory_path() / "troupe-XXXXXX").string();
    BOOST_TEST_REQUIRE(::mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  ~folder() { std::filesystem::remove_all(path_); }

  std::filesystem::path operator/(const char* file) const {
    return path_ / file;
  }

private:
  std::filesystem::path path_;
};

listen_options at_path(const std::filesystem::path& x) {
  return at("unix:" + x.string());
}

BOOST_AUTO_TEST_SUITE(listening_socket_test)

BOOST_AUTO_TEST_CASE(accepts_connections_over_ipv4) {
  const auto uut = must_listen(at("127.0.0.1:0"));
  const auto where = local_address(uut);
  BOOST_TEST(where.host() == "127.0.0.1");
  BOOST_TEST(where.port() != 0);
  const auto client = must_connect(where);
  const auto got = must_accept(uut);
  BOOST_TEST((got.peer == local_address(client)));
  BOOST_TEST((peer_address(client) == where));
  BOOST_TEST((peer_address(got.socket) == got.peer));
  BOOST_TEST((peer_address(uut) == address{}));
  char octet;
  BOOST_TEST(::read(got.socket.get(), &octet, 1) == -1);
  BOOST_TEST(errno == EAGAIN); // it is non-blocking
}

BOOST_AUTO_TEST_CASE(tells_when_nobody_waits) {
  const auto uut = must_listen(at("127.0.0.1:0"));
  auto got = accept_from(uut);
  BOOST_TEST_REQUIRE(!got.ok());
  BOOST_TEST((got.error() == std::errc::operation_would_block));
}

BOOST_AUTO_TEST_CASE(accepts_both_families_on_any_address) {
  const auto uut = must_listen(at("*:0"));
  const auto port = std::to_string(local_address(uut).port());
  const auto v4 = must_connect(*address::parse("127.0.0.1:" + port));
  BOOST_TEST(must_accept(uut).peer.host() == "127.0.0.1");
  if (has_ipv6()) {
    const auto v6 = must_connect(*address::parse("[::1]:" + port));
    BOOST_TEST(must_accept(uut).peer.host() == "::1");
  }
}

BOOST_AUTO_TEST_CASE(keeps_to_ipv6_when_told_so) {
  if (!has_ipv6())
    return;
  auto options = at("[::]:0");
  options.v6_only = true;
  const auto uut = must_listen(options);
  BOOST_TEST(option_of(uut, IPPROTO_IPV6, IPV6_V6ONLY) == 1);
}

BOOST_AUTO_TEST_CASE(says_which_address_is_taken) {
  const auto first = must_listen(at("127.0.0.1:0"));
  const auto text = to_string(local_address(first));
  auto second = listen_on(at(text));
  BOOST_TEST_REQUIRE(!second.ok());
  BOOST_TEST(second.error() == text + ": Address already in use");
  auto nowhere = listen_on({});
  BOOST_TEST_REQUIRE(!nowhere.ok());
  BOOST_TEST(nowhere.error() == "nowhere: Invalid argument");
  auto foreign = listen_on(at("192.0.2.1:0")); // RFC 5737: nobody's
  BOOST_TEST_REQUIRE(!foreign.ok());
  BOOST_TEST(foreign.error() == "192.0.2.1:0: Cannot assign requested address");
}

BOOST_AUTO_TEST_CASE(each_loop_may_bind_a_socket_of_its_own) {
  const auto first = must_listen(at("127.0.0.1:0", true));
  const auto where = to_string(local_address(first));
  const auto second = must_listen(at(where, true));
  BOOST_TEST((local_address(first) == local_address(second)));
}

BOOST_AUTO_TEST_CASE(tells_when_descriptors_run_out_and_goes_on_afterwards) {
  const auto uut = must_listen(at("127.0.0.1:0"));
  const auto client = must_connect(local_address(uut));
  BOOST_TEST_REQUIRE(becomes_readable(uut));
  auto before = rlimit{};
  BOOST_TEST_REQUIRE(::getrlimit(RLIMIT_NOFILE, &before) == 0);
  const auto none = rlimit{.rlim_cur = 0, .rlim_max = before.rlim_max};
  ::setrlimit(RLIMIT_NOFILE, &none);
  auto refused = accept_from(uut);
  ::setrlimit(RLIMIT_NOFILE, &before);
  BOOST_TEST_REQUIRE(!refused.ok());
  BOOST_TEST((refused.error() == std::errc::too_many_files_open));
  BOOST_TEST(static_cast<bool>(must_accept(uut).socket));
}

BOOST_AUTO_TEST_CASE(a_connection_that_is_gone_already_does_no_harm) {
  const auto uut = must_listen(at("127.0.0.1:0"));
  {
    auto gone = must_connect(local_address(uut));
    const auto at_once = linger{.l_onoff = 1, .l_linger = 0};
    ::setsockopt(gone.get(), SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
  }
  const auto client = must_connect(local_address(uut));
  // Linux hands out the dead one, too; it tells when it is read.
  auto got = must_accept(uut);
  if (!(got.peer == local_address(client)))
    got = must_accept(uut);
  BOOST_TEST((got.peer == local_address(client)));
}

// -- options ------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(what_is_accepted_inherits_options) {
  const auto uut = must_listen(at("127.0.0.1:0"));
  apply(uut, {.nodelay = true,
              .keepalive = tcp_keepalive{.idle = std::chrono::seconds{11},
                                         .interval = std::chrono::seconds{12},
                                         .count = 3}});
  const auto client = must_connect(local_address(uut));
  const auto got = must_accept(uut);
  BOOST_TEST(option_of(got.socket, IPPROTO_TCP, TCP_NODELAY) == 1);
  BOOST_TEST(option_of(got.socket, SOL_SOCKET, SO_KEEPALIVE) == 1);
  BOOST_TEST(option_of(got.socket, IPPROTO_TCP, TCP_KEEPIDLE) == 11);
  BOOST_TEST(option_of(got.socket, IPPROTO_TCP, TCP_KEEPINTVL) == 12);
  BOOST_TEST(option_of(got.socket, IPPROTO_TCP, TCP_KEEPCNT) == 3);
}

BOOST_AUTO_TEST_CASE(marks_and_bounds_what_it_is_told_to) {
  for (auto* place : {"127.0.0.1:0", "[::1]:0"}) {
    const auto uut = must_listen(at(place));
    apply(uut, {.dscp = 46, .send_buffer = 8192, .receive_buffer = 16384});
    const auto client = must_connect(local_address(uut));
    const auto got = must_accept(uut);
    auto is_ipv6 = std::string_view{place}.starts_with('[');
    BOOST_TEST((is_ipv6 ? option_of(got.socket, IPPROTO_IPV6, IPV6_TCLASS)
                        : option_of(got.socket, IPPROTO_IP, IP_TOS))
               == 46 << 2);
    // The kernel doubles them, for what it needs itself.
    BOOST_TEST(option_of(got.socket, SOL_SOCKET, SO_SNDBUF) == 2 * 8192);
    BOOST_TEST(option_of(got.socket, SOL_SOCKET, SO_RCVBUF) == 2 * 16384);
  }
}

BOOST_AUTO_TEST_CASE(lets_so_many_open_fast) {
  auto options = at("127.0.0.1:0");
  options.fast_open = 7;
  BOOST_TEST(option_of(must_listen(options), IPPROTO_TCP, TCP_FASTOPEN) == 7);
}

BOOST_AUTO_TEST_CASE(leaves_alone_what_is_not_asked_for) {
  const auto uut = must_listen(at("127.0.0.1:0"));
  apply(uut, {.nodelay = false, .keepalive = std::nullopt});
  BOOST_TEST(option_of(uut, IPPROTO_TCP, TCP_NODELAY) == 0);
  BOOST_TEST(option_of(uut, SOL_SOCKET, SO_KEEPALIVE) == 0);
}

// -- Unix-domain sockets ------------------------------------------------------

BOOST_AUTO_TEST_CASE(listens_on_a_path_with_its_permissions) {
  folder place;
  auto options = at_path(place / "x.sock");
  options.unix_mode = 0600;
  const auto uut = must_listen(options);
  BOOST_TEST((local_address(uut) == options.address));
  struct stat file = {};
  BOOST_TEST_REQUIRE(::stat((place / "x.sock").c_str(), &file) == 0);
  BOOST_TEST((file.st_mode & 0777u) == 0600u);
  auto client = begin_connect(options.address, {});
  BOOST_TEST_REQUIRE(client.ok());
  BOOST_TEST(client->done);
  BOOST_TEST((must_accept(uut).peer == address{})); // it has no name
}

BOOST_AUTO_TEST_CASE(replaces_the_file_of_a_process_that_fell) {
  folder place;
  must_listen(at_path(place / "x.sock"));
  BOOST_TEST(std::filesystem::exists(place / "x.sock"));
  const auto uut = must_listen(at_path(place / "x.sock"));
  must_connect(local_address(uut));
}

BOOST_AUTO_TEST_CASE(leaves_a_living_socket_alone) {
  folder place;
  const auto first = must_listen(at_path(place / "x.sock"));
  auto second = listen_on(at_path(place / "x.sock"));
  BOOST_TEST_REQUIRE(!second.ok());
  BOOST_TEST(second.error().ends_with("x.sock: Address already in use"));
  must_connect(local_address(first));
}

BOOST_AUTO_TEST_CASE(leaves_a_socket_alone_whose_backlog_is_full) {
  folder place;
  auto options = at_path(place / "x.sock");
  options.backlog = 0;
  const auto first = must_listen(options);
  std::vector<fd> waiting;
  for (;;) {
    auto one = begin_connect(options.address, {});
    if (!one) {
      BOOST_TEST((one.error() == std::errc::resource_unavailable_try_again));
      break;
    }
    waiting.push_back(std::move(one->socket));
  }
  BOOST_TEST(!listen_on(options).ok());
  BOOST_TEST(std::filesystem::exists(place / "x.sock"));
}

BOOST_AUTO_TEST_CASE(leaves_a_file_alone_that_is_no_socket) {
  folder place;
  std::ofstream{place / "x.sock"} << "precious";
  BOOST_TEST(!listen_on(at_path(place / "x.sock")).ok());
  BOOST_TEST(std::filesystem::file_size(place / "x.sock") == 8u);
}

BOOST_AUTO_TEST_CASE(says_that_there_is_no_such_folder) {
  folder place;
  auto got = listen_on(at_path(place / "missing" / "x.sock"));
  BOOST_TEST_REQUIRE(!got.ok());
  BOOST_TEST(got.error().ends_with("x.sock: No such file or directory"));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::runtime::net
