#include "runtime/net/loopback_pair.hpp"
#include "runtime/net/pipe_store.hpp"

#include <boost/test/unit_test.hpp>

#include <utility>

namespace troupe::runtime::net {
namespace {

BOOST_AUTO_TEST_SUITE(pipe_store_test)

BOOST_AUTO_TEST_CASE(lends_an_empty_pipe_again) {
  pipe_store uut;
  auto first = uut.take();
  BOOST_TEST_REQUIRE((first != nullptr));
  const auto* same = first.get();
  first.reset();
  auto again = uut.take();
  BOOST_TEST((again.get() == same));
}

BOOST_AUTO_TEST_CASE(does_not_lend_what_still_holds_octets) {
  pipe_store uut;
  auto pair = loopback_pair::make();
  auto from = stream{std::move(pair.first)};
  auto to = stream{std::move(pair.second)};
  to.write(codecs::as_octets("somebody else's"));
  auto pipe = uut.take();
  BOOST_TEST_REQUIRE((pipe != nullptr));
  BOOST_TEST_REQUIRE((pipe->fill(from, 100).state == io_state::done));
  BOOST_TEST_REQUIRE(pipe->held() == 15u);
  pipe.reset();
  BOOST_TEST(uut.take()->held() == 0u);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::runtime::net
