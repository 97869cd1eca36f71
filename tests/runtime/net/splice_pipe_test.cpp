#include "runtime/net/loopback_pair.hpp"
#include "runtime/net/splice_pipe.hpp"

#include <boost/test/unit_test.hpp>

#include <sys/resource.h>
#include <sys/socket.h>

#include <algorithm>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace troupe::runtime::net {
namespace {

using codecs::as_octets;

/// A sender, the two sockets of a proxy between which octets are moved, and a
/// reader. Loops note readiness, for that is how a stream learns of it.
class passage {
public:
  explicit passage(loopback_pair (*make)() = loopback_pair::make_tcp)
    : passage(make(), make()) {}

  void settle() { loop_.run_until_idle(); }

private:
  struct side : loop::io_handler {
    explicit side(fd socket) : place{std::move(socket)} {}
    void on_ready(loop::readiness what) override { place.note(what); }
    stream place;
  };

  passage(loopback_pair in, loopback_pair out)
    : sender_{std::move(in.first)}, from_{std::move(in.second)},
      to_{std::move(out.first)}, reader_{std::move(out.second)} {
    for (auto* x : {&sender_, &from_, &to_, &reader_})
      BOOST_TEST_REQUIRE(!x->place.watch(loop_, *x));
  }

  loop::event_loop loop_;
  side sender_, from_, to_, reader_;

public:
  stream& sender = sender_.place;
  stream& from = from_.place;
  stream& to = to_.place;
  stream& reader = reader_.place;
};

splice_pipe must_make() {
  auto made = splice_pipe::make();
  BOOST_TEST_REQUIRE(made.has_value());
  return *std::move(made);
}

std::string read_some(stream& from, std::size_t most) {
  auto room = std::vector<std::byte>(most);
  const auto got = from.read(room);
  return std::string{codecs::as_text({room.data(), got.octets})};
}

std::string some_text(std::size_t n) {
  auto random = std::mt19937{7};
  auto result = std::string(n, ' ');
  for (auto& x : result)
    x = static_cast<char>('a' + random() % 26);
  return result;
}

BOOST_AUTO_TEST_SUITE(splice_pipe_test)

BOOST_AUTO_TEST_CASE(moves_octets_from_one_socket_to_another) {
  passage world;
  auto uut = must_make();
  BOOST_TEST(uut.capacity() >= 4096u);
  world.sender.write(as_octets("hello"));
  world.settle();
  const auto taken = uut.fill(world.from, 1000);
  BOOST_TEST((taken.state == io_state::done));
  BOOST_TEST(taken.octets == 5u);
  BOOST_TEST(uut.held() == 5u);
  BOOST_TEST(uut.drain(world.to, false).octets == 5u);
  BOOST_TEST(uut.held() == 0u);
  BOOST_TEST(read_some(world.reader, 100) == "hello");
}

BOOST_AUTO_TEST_CASE(takes_no_more_than_it_is_asked_to) {
  passage world;
  auto uut = must_make();
  world.sender.write(as_octets("hello"));
  world.settle();
  BOOST_TEST(uut.fill(world.from, 2).octets == 2u);
  BOOST_TEST(uut.fill(world.from, 0).octets == 0u);
  BOOST_TEST(world.from.may_read());
  BOOST_TEST(read_some(world.from, 100) == "llo");
}

BOOST_AUTO_TEST_CASE(an_empty_socket_is_not_a_full_pipe) {
  passage world;
  auto uut = must_make();
  world.settle();
  BOOST_TEST((uut.fill(world.from, 1000).state == io_state::would_block));
  BOOST_TEST(!world.from.may_read());
  BOOST_TEST((uut.drain(world.to, false).state == io_state::done));
  BOOST_TEST(world.to.may_write());
}

BOOST_AUTO_TEST_CASE(tells_the_end_after_the_last_octet) {
  passage world;
  auto uut = must_make();
  world.sender.write(as_octets("bye"));
  world.sender.shut_write();
  world.settle();
  BOOST_TEST(uut.fill(world.from, 1000).octets == 3u);
  BOOST_TEST(world.from.may_read());
  BOOST_TEST((uut.fill(world.from, 1000).state == io_state::ended));
  BOOST_TEST(!world.from.may_read());
  BOOST_TEST(uut.drain(world.to, false).octets == 3u);
}

BOOST_AUTO_TEST_CASE(a_pipe_full_of_small_segments_does_not_stop_the_reading) {
  passage world{loopback_pair::make};
  auto uut = must_make();
  auto sent = std::size_t{0};
  while (world.sender.may_write())
    sent += world.sender.write(as_octets("x")).octets;
  world.settle();
  auto filled = std::size_t{0};
  for (;;) {
    const auto got = uut.fill(world.from, 1u << 20);
    if (got.state != io_state::done)
      break;
    filled += got.octets;
  }
  BOOST_TEST(filled < sent); // each octet takes a page's place
  BOOST_TEST(world.from.may_read());
  BOOST_TEST(uut.drain(world.to, false).octets > 0u);
  BOOST_TEST((uut.fill(world.from, 1000).state == io_state::done));
}

BOOST_AUTO_TEST_CASE(a_slow_reader_gets_every_octet) {
  passage world;
  auto uut = must_make();
  const auto text = some_text(8u << 20);
  auto rest = codecs::as_octets(text);
  std::string got;
  auto ended = false;
  auto random = std::mt19937{11};
  for (auto idle = 0; got.size() < text.size() && idle < 1000; ++idle) {
    const auto before = got.size();
    while (!rest.empty() && world.sender.may_write())
      rest = rest.subspan(world.sender.write(rest).octets);
    if (rest.empty())
      world.sender.shut_write();
    world.settle();
    while (!ended && world.from.may_read()) {
      const auto state = uut.fill(world.from, 1u << 20).state;
      BOOST_TEST_REQUIRE((state != io_state::failed));
      ended = state == io_state::ended;
      if (state == io_state::would_block)
        break;
    }
    if (world.to.may_write())
      BOOST_TEST_REQUIRE((uut.drain(world.to, true).state != io_state::failed));
    BOOST_TEST_REQUIRE(uut.held() <= uut.capacity());
    world.settle();
    if (world.reader.may_read())
      got += read_some(world.reader, 1 + random() % 300000);
    if (got.size() > before)
      idle = 0;
  }
  BOOST_TEST(got.size() == text.size());
  BOOST_TEST((got == text));
}

BOOST_AUTO_TEST_CASE(a_full_socket_is_told_and_announces_its_room) {
  passage world;
  auto uut = must_make();
  const auto text = some_text(1u << 20);
  while (world.to.may_write()) {
    while (world.sender.may_write() && uut.held() == 0) {
      world.sender.write(as_octets(text));
      world.settle();
      uut.fill(world.from, uut.capacity());
    }
    world.settle();
    uut.fill(world.from, uut.capacity());
    uut.drain(world.to, true);
  }
  BOOST_TEST(uut.held() > 0u);
  BOOST_TEST((uut.drain(world.to, true).state == io_state::would_block));
  for (auto i = 0; i < 1000 && !world.to.may_write(); ++i) {
    read_some(world.reader, 1u << 20);
    world.settle();
  }
  BOOST_TEST(world.to.may_write());
  BOOST_TEST(uut.drain(world.to, false).octets > 0u);
}

BOOST_AUTO_TEST_CASE(a_reader_that_is_gone_is_a_failure_and_no_signal) {
  passage world{loopback_pair::make};
  auto uut = must_make();
  world.sender.write(as_octets("hello"));
  uut.fill(world.from, 5);
  world.reader.close();
  const auto got = uut.drain(world.to, false);
  BOOST_TEST((got.state == io_state::failed));
  BOOST_TEST(got.error == EPIPE);
  BOOST_TEST(!world.to.may_write());
}

BOOST_AUTO_TEST_CASE(a_sender_that_resets_is_a_failure) {
  passage world;
  auto uut = must_make();
  world.sender.abort();
  world.settle();
  const auto got = uut.fill(world.from, 5);
  BOOST_TEST((got.state == io_state::failed));
  BOOST_TEST(got.error == ECONNRESET);
}

BOOST_AUTO_TEST_CASE(there_is_none_without_descriptors) {
  auto before = rlimit{};
  BOOST_TEST_REQUIRE(::getrlimit(RLIMIT_NOFILE, &before) == 0);
  auto none = rlimit{.rlim_cur = 0, .rlim_max = before.rlim_max};
  ::setrlimit(RLIMIT_NOFILE, &none);
  const auto made = splice_pipe::make().has_value();
  ::setrlimit(RLIMIT_NOFILE, &before);
  BOOST_TEST(!made);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::runtime::net
