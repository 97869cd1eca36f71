#include "codecs/grpc_web/media_type.hpp"

#include <boost/test/unit_test.hpp>

namespace troupe::codecs::grpc_web {
namespace {

BOOST_AUTO_TEST_SUITE(media_type_test)

BOOST_AUTO_TEST_CASE(what_the_messages_are_is_kept_both_ways) {
  for (auto text :
       {"application/grpc-web", "application/grpc-web+proto",
        "application/grpc-web-text", "application/grpc-web-text+json; a=b"}) {
    auto got = read_media_type(text);
    BOOST_TEST_REQUIRE(got.has_value(), text);
    BOOST_TEST(to_string(*got) == text);
  }
  BOOST_TEST(to_grpc(*read_media_type("application/grpc-web-text+json; a=b"))
             == "application/grpc+json; a=b");
  BOOST_TEST(to_grpc(*read_media_type("Application/gRPC-Web"))
             == "application/grpc");
}

BOOST_AUTO_TEST_CASE(tells_text_from_octets) {
  BOOST_TEST(!read_media_type("application/grpc-web+proto")->text);
  BOOST_TEST(read_media_type("application/grpc-web-text")->text);
}

BOOST_AUTO_TEST_CASE(others_are_not_of_it) {
  for (auto text : {"", "application/grpc", "application/grpc+proto",
                    "application/grpc-webby", "application/json"})
    BOOST_TEST(!read_media_type(text), text);
  BOOST_TEST(grpc_message("application/grpc+proto").value() == "+proto");
  BOOST_TEST(grpc_message("application/grpc").value() == "");
  for (auto text : {"application/grpc-web", "text/html", ""})
    BOOST_TEST(!grpc_message(text), text);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::codecs::grpc_web
