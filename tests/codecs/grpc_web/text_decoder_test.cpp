#include "tests/support/cut_wire.hpp"

#include "codecs/grpc_web/text_decoder.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <ostream>
#include <string>

namespace troupe::codecs::grpc_web {
namespace {

namespace data = boost::unit_test::data;

struct row {
  const char* name;
  std::string_view wire;
  std::string_view want;
};

std::ostream& operator<<(std::ostream& out, const row& x) {
  return out << x.name;
}

/// The octets, and how it ended.
std::string read(std::string_view wire, const test::cutting& cuts) {
  auto uut = text_decoder{};
  auto got = std::string{};
  auto good = true;
  test::deliver(wire, cuts, [&](octets input) -> test::fed {
    good = uut.feed(input, got);
    return {input.size(), good ? test::fed::then::wait : test::fed::then::stop};
  });
  if (!good)
    return "no base64";
  return got.append(uut.complete() ? ", end" : ", more");
}

const row texts[] = {
  {"nothing", "", ", end"},
  {"whole_quanta", "aGVsbG8h", "hello!, end"},
  {"one_pad", "aGVsbG8=", "hello, end"},
  {"two_pads", "aGVsbA==", "hell, end"},
  {"segments", "aA==ZWw=bG8haA==", "hello!h, end"},
  {"half_a_quantum", "aGVsb", "hel, more"},
  {"another_letter", "aGV*bG8h", "no base64"},
  {"the_alphabet_of_urls", "__--", "no base64"},
  {"a_pad_too_early", "a===", "no base64"},
  {"a_letter_behind_a_pad", "aG=s", "no base64"},
  {"bits_left_over", "aGVsbG9=", "no base64"},
  {"a_blank", "aGVs bG8h", "no base64"},
};

BOOST_AUTO_TEST_SUITE(text_decoder_test)

BOOST_DATA_TEST_CASE(reads_the_same_at_every_cut, data::make(texts), row) {
  for (auto& cuts : test::cuttings_of(row.wire))
    BOOST_TEST(read(row.wire, cuts) == row.want, cuts);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::codecs::grpc_web
