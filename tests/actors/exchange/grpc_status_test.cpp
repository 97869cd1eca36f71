#include "actors/exchange/grpc_status.hpp"

#include <boost/test/unit_test.hpp>

#include <string_view>

namespace troupe::actors {
namespace {

bool asks(std::string_view type) {
  auto head = codecs::http1::request_head{};
  if (!type.empty())
    head.fields.append("Content-Type", type);
  return is_grpc(head);
}

unsigned told(proxy_errc what) {
  return static_cast<unsigned>(grpc_status_for({what, {}}, status_for(what)));
}

BOOST_AUTO_TEST_SUITE(grpc_status_test)

BOOST_AUTO_TEST_CASE(it_is_told_by_its_content_type) {
  for (auto type : {"application/grpc", "application/grpc+proto",
                    "application/grpc;x=y", "Application/GRPC"})
    BOOST_TEST(asks(type), type);
  for (auto type :
       {"", "application/grpc-web", "application/grpcx", "application/json"})
    BOOST_TEST(!asks(type), type);
}

BOOST_AUTO_TEST_CASE(failures_have_a_status) {
  BOOST_TEST(told(proxy_errc::connection_refused) == 14u);
  BOOST_TEST(told(proxy_errc::no_backend) == 14u);
  BOOST_TEST(told(proxy_errc::circuit_open) == 14u);
  BOOST_TEST(told(proxy_errc::upstream_timeout) == 4u);
  BOOST_TEST(told(proxy_errc::exchange_timeout) == 4u);
  BOOST_TEST(told(proxy_errc::request_body_too_large) == 8u);
  BOOST_TEST(told(proxy_errc::no_route) == 12u);
  BOOST_TEST(told(proxy_errc::internal_error) == 13u);
  BOOST_TEST(told(proxy_errc::malformed_request) == 13u);
  BOOST_TEST(told(proxy_errc::body_timeout) == 4u);
}

BOOST_AUTO_TEST_CASE(a_reset_is_told_by_its_code) {
  using codecs::http2::errc;
  auto told_for = [](errc code) {
    auto why = failure{proxy_errc::upstream_reset, {}, code};
    return static_cast<unsigned>(grpc_status_for(why, 502));
  };
  BOOST_TEST(told_for(errc::cancel) == 1u);
  BOOST_TEST(told_for(errc::enhance_your_calm) == 8u);
  BOOST_TEST(told_for(errc::inadequate_security) == 7u);
  BOOST_TEST(told_for(errc::refused_stream) == 14u);
  BOOST_TEST(told_for(errc::internal_error) == 13u);
  BOOST_TEST(told_for(errc::protocol_error) == 13u);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
