#include "runtime/tls/record_cutter.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace troupe::runtime::tls {
namespace {

iovec part(std::string_view x) {
  return {.iov_base = const_cast<char*>(x.data()), .iov_len = x.size()};
}

struct cut {
  std::vector<std::size_t> sizes;
  std::string all;
};

cut cut_up(const std::vector<iovec>& parts) {
  auto uut = record_cutter{parts};
  auto room = record_cutter::room{};
  auto result = cut{};
  while (!uut.done()) {
    auto piece = uut.next(room);
    result.sizes.push_back(piece.size());
    result.all += codecs::as_text(piece);
    BOOST_TEST(uut.taken() == result.all.size());
  }
  return result;
}

BOOST_AUTO_TEST_SUITE(record_cutter_test)

BOOST_AUTO_TEST_CASE(small_parts_share_a_record) {
  auto got = cut_up({part("one "), part(""), part("two "), part("three")});
  BOOST_TEST(got.all == "one two three");
  BOOST_TEST(got.sizes.size() == 1u);
}

BOOST_AUTO_TEST_CASE(no_record_is_too_large_and_none_is_empty) {
  auto large = std::string(40'000, 'x');
  auto got = cut_up({part("head"), part(large), part("tail")});
  BOOST_TEST((got.all == "head" + large + "tail"));
  BOOST_TEST(got.sizes == (std::vector<std::size_t>{16384, 16384, 7240}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_large_part_stays_where_it_is) {
  auto large = std::string(20'000, 'x');
  auto parts = std::vector{part(large)};
  auto uut = record_cutter{parts};
  auto room = record_cutter::room{};
  BOOST_TEST((uut.next(room).data() == codecs::as_octets(large).data()));
  BOOST_TEST(
    (uut.next(room).data() == codecs::as_octets(large).data() + 16384));
}

BOOST_AUTO_TEST_CASE(nothing_is_no_record) {
  BOOST_TEST(cut_up({}).sizes.empty());
  BOOST_TEST(cut_up({part(""), part("")}).sizes.empty());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::runtime::tls
