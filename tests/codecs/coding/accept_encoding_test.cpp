#include "codecs/coding/accept_encoding.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <ostream>
#include <string>
#include <vector>

namespace troupe::codecs::coding {
namespace {

namespace data = boost::unit_test::data;

constexpr auto offered = std::array{kind::zstd, kind::br, kind::gzip};

struct client_case {
  std::string_view field;
  std::string_view chosen;   // of what is offered
  std::string_view accepted; // of all that we know
};

std::ostream& operator<<(std::ostream& out, const client_case& x) {
  return out << '\'' << x.field << '\'';
}

constexpr auto all = "identity gzip deflate br zstd";

const client_case rfc9110_section_12_5_3[] = {
  {"", "identity", "identity"},
  {"gzip", "gzip", "identity gzip"},
  {"GZIP", "gzip", "identity gzip"},
  {"x-gzip", "gzip", "identity gzip"},
  {"compress, gzip", "gzip", "identity gzip"},
  {"compress", "identity", "identity"},
  {"gzip, deflate, br, zstd", "zstd", all},
  {"gzip, deflate, br", "br", "identity gzip deflate br"},
  {"deflate", "identity", "identity deflate"},
  // -- weights
  {"gzip;q=1.0, br;q=0.9", "gzip", "identity gzip br"},
  {"gzip;q=0.8, br;q=0.801", "br", "identity gzip br"},
  {"gzip;q=0.001", "gzip", "identity gzip"},
  {"gzip;q=0", "identity", "identity"},
  {"gzip;q=0.000, br", "br", "identity br"},
  {"gzip ;\tq=0.5 , br ; Q=0.6", "br", "identity gzip br"},
  {"gzip;q=1.000", "gzip", "identity gzip"},
  {"gzip;q=1.", "gzip", "identity gzip"},
  {"gzip;q=0.", "identity", "identity"},
  // -- identity
  {"identity", "identity", "identity"},
  {"identity, gzip", "gzip", "identity gzip"},
  {"identity;q=1, gzip;q=0.5", "identity", "identity gzip"},
  {"identity;q=0.5, gzip;q=0.4", "identity", "identity gzip"},
  {"identity;q=0, gzip", "gzip", "gzip"},
  {"identity;q=0", "", ""},
  {"identity;q=0, compress", "", ""},
  // -- everything else
  {"*", "zstd", all},
  {"*;q=0.1", "zstd", all},
  {"gzip, *;q=0.1", "gzip", all},
  {"gzip, *;q=0", "gzip", "gzip"},
  {"*;q=0", "", ""},
  {"*;q=0, identity", "identity", "identity"},
  {"*, zstd;q=0", "br", "identity gzip deflate br"},
  {"identity;q=0, *", "zstd", "gzip deflate br zstd"},
  // -- not of the RFC's form
  {"gzip;q=2", "identity", "identity"},
  {"gzip;q=1.001", "identity", "identity"},
  {"gzip;q=0.1234", "identity", "identity"},
  {"gzip;q=-1", "identity", "identity"},
  {"gzip;q=.5", "identity", "identity"},
  {"gzip;q=0,5", "identity", "identity"},
  {"gzip;q=", "identity", "identity"},
  {"gzip;q", "identity", "identity"},
  {"gzip;", "identity", "identity"},
  {"gzip;level=9", "identity", "identity"},
  {"gzip;q=0.5;level=9", "identity", "identity"},
  {"gzip;q=0x", "identity", "identity"},
  {"gzip br", "identity", "identity"},
  {"gzip;q=nan, br", "br", "identity br"},
  {",, gzip ,,", "gzip", "identity gzip"},
  {";q=1", "identity", "identity"},
  // -- twice
  {"gzip;q=0, gzip", "identity", "identity"},
  {"gzip, x-gzip;q=0", "gzip", "identity gzip"},
};

accept_encoding client_with(std::vector<std::string_view> lines) {
  fields::map request;
  for (auto line : lines)
    request.append("Accept-Encoding", line);
  return accept_encoding{request};
}

std::string chosen(const accept_encoding& uut,
                   std::span<const kind> from = offered) {
  auto x = uut.choose(from);
  return x ? std::string{to_string(*x)} : std::string{};
}

std::string accepted(const accept_encoding& uut) {
  std::string names;
  for (std::size_t i = 0; i < kind_count; ++i)
    if (auto x = static_cast<kind>(i); uut.accepts(x))
      names += (names.empty() ? "" : " ") + std::string{to_string(x)};
  return names;
}

BOOST_AUTO_TEST_SUITE(accept_encoding_test)

BOOST_DATA_TEST_CASE(reads_what_clients_say, data::make(rfc9110_section_12_5_3),
                     row) {
  auto uut = client_with({row.field});
  BOOST_TEST(uut.stated());
  BOOST_TEST(chosen(uut) == row.chosen);
  BOOST_TEST(accepted(uut) == row.accepted);
}

BOOST_AUTO_TEST_CASE(who_says_nothing_accepts_all_and_gets_identity) {
  auto uut = client_with({});
  BOOST_TEST(!uut.stated());
  BOOST_TEST(chosen(uut) == "identity");
  BOOST_TEST(accepted(uut) == all);
}

BOOST_AUTO_TEST_CASE(several_lines_are_one_list) {
  auto uut = client_with({"gzip;q=0.5", "br"});
  BOOST_TEST(chosen(uut) == "br");
  BOOST_TEST(accepted(uut) == "identity gzip br");
}

BOOST_AUTO_TEST_CASE(of_equals_the_server_chooses) {
  auto uut = client_with({"gzip, br, identity"});
  BOOST_TEST(chosen(uut, std::array{kind::gzip, kind::br}) == "gzip");
  BOOST_TEST(chosen(uut, std::array{kind::br, kind::gzip}) == "br");
  BOOST_TEST(chosen(uut, std::array{kind::identity, kind::br}) == "identity");
  BOOST_TEST(chosen(uut, {}) == "identity");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::codecs::coding
