#include "runtime/config/size.hpp"

#include <boost/test/unit_test.hpp>

namespace troupe::runtime::config {
namespace {

BOOST_AUTO_TEST_SUITE(size_test)

BOOST_AUTO_TEST_CASE(reads_octets_and_binary_units) {
  struct row {
    std::string_view text;
    std::uint64_t want;
  };
  for (auto [text, want] : {
         row{"0", 0},
         row{"512", 512},
         row{"64KiB", 65536},
         row{"64kib", 65536},
         row{"64k", 65536},
         row{"64K", 65536},
         row{"1MiB", 1048576},
         row{"1m", 1048576},
         row{"2GiB", 2147483648},
         row{"2G", 2147483648},
         row{"18446744073709551615", 18446744073709551615u},
       }) {
    BOOST_TEST_CONTEXT(text) {
      auto got = parse_size(text);
      BOOST_TEST_REQUIRE(got.ok());
      BOOST_TEST(*got == want);
    }
  }
}

BOOST_AUTO_TEST_CASE(refuses_everything_else_for_its_reason) {
  struct row {
    std::string_view text;
    size_errc want;
  };
  using enum size_errc;
  for (auto [text, want] : {
         row{"", not_a_size},
         row{"big", not_a_size},
         row{"k", not_a_size},
         row{"-1", not_a_size},
         row{"+1", not_a_size},
         row{"1.5MiB", not_a_size},
         row{"1 MiB", not_a_size},
         row{"64kibi", not_a_size},
         row{"64T", not_a_size},
         row{"64KB", ambiguous},
         row{"1mb", ambiguous},
         row{"18446744073709551616", too_large},
         row{"17179869184GiB", too_large},
       }) {
    BOOST_TEST_CONTEXT(text) {
      auto got = parse_size(text);
      BOOST_TEST_REQUIRE(!got.ok());
      BOOST_TEST((got.error() == want));
    }
  }
}

BOOST_AUTO_TEST_CASE(writes_what_it_reads) {
  for (std::string_view text : {"0", "512", "1000", "64KiB", "1MiB", "2GiB"})
    BOOST_TEST(to_size_string(*parse_size(text)) == text);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::runtime::config
