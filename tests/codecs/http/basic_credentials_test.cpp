#include "codecs/base/base64.hpp"
#include "codecs/http/basic_credentials.hpp"

#include <boost/test/unit_test.hpp>

namespace troupe::codecs::http {
namespace {

using std::string;

std::optional<basic_credentials> parsed(string text) {
  return parse_basic_credentials("Basic " + to_base64(text));
}

BOOST_AUTO_TEST_SUITE(basic_credentials_test)

BOOST_AUTO_TEST_CASE(reads_the_examples_of_rfc_7617) {
  BOOST_TEST(
    (parse_basic_credentials("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==")
     == basic_credentials{.user = "Aladdin", .password = "open sesame"}));
  BOOST_TEST((parse_basic_credentials("basic   dGVzdDoxMjPCow==")
              == basic_credentials{.user = "test", .password = "123\u00a3"}));
}

BOOST_AUTO_TEST_CASE(the_first_colon_ends_the_user) {
  BOOST_TEST(
    (parsed("a:b:c") == basic_credentials{.user = "a", .password = "b:c"}));
  BOOST_TEST((parsed(":") == basic_credentials{}));
  BOOST_TEST((parsed(":p") == basic_credentials{.user = "", .password = "p"}));
}

BOOST_AUTO_TEST_CASE(what_is_not_basic_is_nothing) {
  for (auto text :
       {"", "Basic", "Basic ", "Bearer QTpi", "BasicQTpi", "Basic\tQTpi",
        "Basic QTpi ", "Basic QTp", "Basic QTpi, x", "Basic QQ=="})
    BOOST_TEST(!parse_basic_credentials(text).has_value(), text);
  BOOST_TEST(!parsed("a").has_value());
  BOOST_TEST(!parsed("a\n:b").has_value());
  BOOST_TEST(!parsed("a:b\x7f").has_value());
  BOOST_TEST(!parsed(string{"a:b\0c", 5}).has_value());
}

BOOST_AUTO_TEST_CASE(writes_what_it_reads) {
  auto x = basic_credentials{.user = "Aladdin", .password = "open sesame"};
  BOOST_TEST(to_string(x) == "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
  BOOST_TEST((parse_basic_credentials(to_string(x)) == x));
}

BOOST_AUTO_TEST_CASE(asks_for_credentials) {
  BOOST_TEST(basic_challenge("staff")
             == R"(Basic realm="staff", charset="UTF-8")");
  BOOST_TEST(basic_challenge(R"(a"b\)")
             == R"(Basic realm="a\"b\\", charset="UTF-8")");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::codecs::http
