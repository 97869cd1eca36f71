#include "runtime/buffer/gather.hpp"
#include "runtime/net/loopback_pair.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <string>
#include <utility>

namespace troupe::runtime::buffer {
namespace {

class gather_fixture {
protected:
  gather_fixture() {
    auto pair = net::loopback_pair::make();
    sender = net::stream{std::move(pair.first)};
    receiver = net::stream{std::move(pair.second)};
  }

  /// All that has arrived.
  std::string arrived() {
    auto all = std::string{};
    auto piece = std::array<std::byte, 65536>{};
    for (;;) {
      auto got = receiver.read(piece);
      if (got.state != net::io_state::done)
        return all;
      all += codecs::as_text(std::span{piece}.first(got.octets));
    }
  }

  net::stream sender;
  net::stream receiver;
  byte_queue rest;
  gather uut;
};

BOOST_FIXTURE_TEST_SUITE(gather_test, gather_fixture)

BOOST_AUTO_TEST_CASE(keeps_the_order_of_text_and_borrowed_octets) {
  const auto large = std::string(5000, 'b');
  uut.text() += "head:";
  uut.borrow(codecs::as_octets("small,"));
  uut.borrow(codecs::as_octets(large));
  uut.text() += ":tail";
  auto sent = uut.flush(sender, rest);
  BOOST_TEST((sent.state == net::io_state::done));
  BOOST_TEST(sent.octets == 5000u + 16u);
  BOOST_TEST(uut.empty());
  BOOST_TEST(rest.empty());
  BOOST_TEST(arrived() == "head:small," + large + ":tail");
}

BOOST_AUTO_TEST_CASE(queues_what_the_socket_does_not_take) {
  const auto huge = std::string(8'000'000, 'x');
  uut.text() += "<";
  uut.borrow(codecs::as_octets(huge));
  uut.text() += ">";
  auto sent = uut.flush(sender, rest);
  BOOST_TEST_REQUIRE(sent.octets < huge.size());
  BOOST_TEST(sent.octets + rest.size() == huge.size() + 2);
  auto all = arrived();
  all += codecs::as_text(rest.front());
  BOOST_TEST((all == '<' + huge + '>'));
}

BOOST_AUTO_TEST_CASE(goes_behind_what_waits_already) {
  rest.append(codecs::as_octets("first "));
  uut.text() += "second";
  auto sent = uut.flush(sender, rest);
  BOOST_TEST(sent.octets == 0u);
  BOOST_TEST(codecs::as_text(rest.front()) == "first second");
  BOOST_TEST(arrived().empty());
}

BOOST_AUTO_TEST_CASE(is_empty_after_a_failure_and_queues_nothing) {
  receiver.close();
  uut.text() += "to nobody";
  auto sent = uut.flush(sender, rest);
  BOOST_TEST((sent.state == net::io_state::failed));
  BOOST_TEST(uut.empty());
  BOOST_TEST(rest.empty());
}

BOOST_AUTO_TEST_CASE(the_last_octets_and_the_end_arrive_both) {
  uut.text() += "goodbye";
  uut.flush(sender, rest, true);
  sender.shut_write();
  BOOST_TEST(arrived() == "goodbye");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::runtime::buffer
