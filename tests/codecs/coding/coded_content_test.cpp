#include "tests/codecs/coding/coders.hpp"
#include "tests/codecs/coding/heads.hpp"

#include "codecs/coding/coded_content.hpp"

#include <boost/test/unit_test.hpp>

namespace troupe::codecs::coding {
namespace {

BOOST_AUTO_TEST_SUITE(coded_content_test)

BOOST_AUTO_TEST_CASE(one_coding_that_we_know_can_be_undone) {
  auto list = codings_of(head_of("Content-Encoding: identity, GZIP"));
  BOOST_TEST(list.can_be_undone());
  BOOST_TEST(list.last.value() == kind::gzip);
}

BOOST_AUTO_TEST_CASE(no_other_coding_and_no_list_of_them_can) {
  for (auto text : {"Host: a", "Content-Encoding: identity",
                    "Content-Encoding: aes128gcm", "Content-Encoding: gzip, br",
                    "Content-Encoding: gzip\nContent-Encoding: gzip"})
    BOOST_TEST(!codings_of(head_of(text)).can_be_undone(), text);
}

BOOST_AUTO_TEST_CASE(tells_whether_somebody_forbids_it) {
  BOOST_TEST(
    forbids_transformation(head_of("Cache-Control: private, No-Transform")));
  BOOST_TEST(!forbids_transformation(head_of("Cache-Control: private")));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::codecs::coding
