#include "codecs/grpc_web/trailer_frame.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

namespace troupe::codecs::grpc_web {
namespace {

using namespace std::literals;

std::string frame_of(const fields::map& trailers) {
  auto out = std::string{};
  write_trailer_frame(out, trailers);
  return out;
}

BOOST_AUTO_TEST_SUITE(trailer_frame_test)

BOOST_AUTO_TEST_CASE(names_are_in_lower_case_and_values_as_they_came) {
  auto trailers = fields::map{};
  trailers.append("Grpc-Status", "5");
  trailers.append("Grpc-Message", "Not Here");
  BOOST_TEST(frame_of(trailers)
             == "\x80\0\0\0\x28grpc-status: 5\r\ngrpc-message: Not "
                "Here\r\n"s);
}

BOOST_AUTO_TEST_CASE(no_trailers_are_an_empty_frame) {
  BOOST_TEST(frame_of({}) == "\x80\0\0\0\0"s);
}

BOOST_AUTO_TEST_CASE(the_length_takes_four_octets) {
  auto trailers = fields::map{};
  trailers.append("a", std::string(0x10203 - 5, 'x'));
  BOOST_TEST(frame_of(trailers).substr(0, 5) == "\x80\0\x01\x02\x03"s);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::codecs::grpc_web
