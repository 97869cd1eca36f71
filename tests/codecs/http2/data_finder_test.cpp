#include "tests/codecs/http2/frames.hpp"

#include "codecs/http2/data_finder.hpp"

#include <boost/test/unit_test.hpp>

namespace troupe::codecs::http2 {
namespace {

using namespace test;

BOOST_AUTO_TEST_SUITE(http2_data_finder_test)

BOOST_AUTO_TEST_CASE(heads_of_data_are_found_however_the_octets_are_cut) {
  auto wire = std::string{preface} + frame(type::settings, 0, 0)
              + frame(type::data, 0, 7, std::string(300, '\0'))
              + frame(type::headers, 0, 9, "abc") + frame(type::data, 1, 11);
  for (std::size_t cut = 0; cut <= wire.size(); ++cut) {
    auto uut = data_finder{preface.size()};
    auto seen = std::vector<std::int32_t>{};
    auto where = std::vector<std::size_t>{};
    auto at = std::size_t{0};
    for (auto piece : {wire.substr(0, cut), wire.substr(cut)})
      for (auto rest = as_octets(piece); !rest.empty();) {
        auto n = uut.next(rest);
        at += n;
        rest = rest.subspan(n);
        if (uut.found()) {
          seen.push_back(uut.stream());
          where.push_back(at);
        }
      }
    BOOST_TEST(seen == (std::vector<std::int32_t>{7, 11}),
               boost::test_tools::per_element());
    BOOST_TEST(where == (std::vector<std::size_t>{42, wire.size()}),
               boost::test_tools::per_element());
  }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::codecs::http2
