#include "actors/static_files/media_type.hpp"

#include <boost/test/unit_test.hpp>

namespace troupe::actors {
namespace {

BOOST_AUTO_TEST_SUITE(media_type_test)

BOOST_AUTO_TEST_CASE(knows_what_the_web_is_made_of) {
  BOOST_TEST(media_type_of("html") == "text/html; charset=utf-8");
  BOOST_TEST(media_type_of("js") == "text/javascript; charset=utf-8");
  BOOST_TEST(media_type_of("woff2") == "font/woff2");
  BOOST_TEST(media_type_of("7z") == "application/x-7z-compressed");
  BOOST_TEST(media_type_of("zst") == "application/zstd");
}

BOOST_AUTO_TEST_CASE(extensions_have_no_case) {
  BOOST_TEST(media_type_of("JPG") == "image/jpeg");
  BOOST_TEST(media_type_of("Html") == media_type_of("html"));
}

BOOST_AUTO_TEST_CASE(says_nothing_about_others) {
  for (auto x : {"", "xyz", "htmlx", "ht", "0", "zzz"})
    BOOST_TEST(media_type_of(x) == "", x);
}

BOOST_AUTO_TEST_CASE(an_extension_follows_the_last_dot_of_the_name) {
  BOOST_TEST(extension_of("a.txt") == "txt");
  BOOST_TEST(extension_of("a.tar.gz") == "gz");
  BOOST_TEST(extension_of("b.d/a.txt") == "txt");
  BOOST_TEST(extension_of("b.d/a") == "");
  BOOST_TEST(extension_of("a") == "");
  BOOST_TEST(extension_of("a.") == "");
  BOOST_TEST(extension_of(".bashrc") == "");
  BOOST_TEST(extension_of("b/.bashrc") == "");
  BOOST_TEST(extension_of("") == "");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
