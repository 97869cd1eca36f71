#include "tests/codecs/http2/frames.hpp"

#include "codecs/http2/peer_settings.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <ostream>

namespace troupe::codecs::http2 {
namespace {

using namespace test;
namespace data = boost::unit_test::data;

std::string entry(setting id, std::uint32_t value) {
  return number(static_cast<std::uint32_t>(id), 2) + number(value);
}

BOOST_AUTO_TEST_SUITE(http2_peer_settings_test)

BOOST_AUTO_TEST_CASE(what_is_told_holds_and_the_rest_stays) {
  auto uut = peer_settings{true};
  auto text = entry(setting::initial_window_size, 10)
              + entry(static_cast<setting>(0xfafa), 7)
              + entry(setting::max_frame_size, 20'000)
              + entry(setting::enable_connect_protocol, 1);
  BOOST_TEST(!uut.take(as_octets(text)));
  BOOST_TEST(uut.window == 10);
  BOOST_TEST(uut.max_frame == 20'000u);
  BOOST_TEST(uut.extended_connect);
  BOOST_TEST(uut.table == 4096u);
  BOOST_TEST(uut.max_streams == 0xffffffffu);
}

BOOST_AUTO_TEST_CASE(a_table_that_was_small_in_between_is_known) {
  auto uut = peer_settings{false};
  auto text = entry(setting::header_table_size, 100)
              + entry(setting::header_table_size, 9000);
  BOOST_TEST(!uut.take(as_octets(text)));
  BOOST_TEST(uut.least_table == 100u);
  BOOST_TEST(uut.table == 9000u);
  BOOST_TEST(!uut.take({}));
  BOOST_TEST(uut.least_table == 9000u);
}

struct row {
  const char* what;
  bool of_server;
  std::string text;
  std::optional<errc> want;
};

std::ostream& operator<<(std::ostream& out, const row& x) {
  return out << x.what;
}

const auto rows = data::make(std::vector<row>{
  {"a client may take pushes", false, entry(setting::enable_push, 1), {}},
  {"a server may not", true, entry(setting::enable_push, 1),
   errc::protocol_error},
  {"but say so", true, entry(setting::enable_push, 0), {}},
  {"neither on nor off", false, entry(setting::enable_push, 2),
   errc::protocol_error},
  {"the largest window",
   false,
   entry(setting::initial_window_size, 0x7fffffff),
   {}},
  {"a larger one", false, entry(setting::initial_window_size, 0x80000000),
   errc::flow_control_error},
  {"the smallest frame", false, entry(setting::max_frame_size, 16'384), {}},
  {"a smaller one", false, entry(setting::max_frame_size, 16'383),
   errc::protocol_error},
  {"the largest frame", false, entry(setting::max_frame_size, 0xffffff), {}},
  {"a larger frame", false, entry(setting::max_frame_size, 0x1000000),
   errc::protocol_error},
  {"a protocol, or what", true, entry(setting::enable_connect_protocol, 2),
   errc::protocol_error},
  {"consent that is taken back", true,
   entry(setting::enable_connect_protocol, 1)
     + entry(setting::enable_connect_protocol, 0),
   errc::protocol_error},
  {"priorities, or what", false, entry(setting::no_rfc7540_priorities, 2),
   errc::protocol_error},
});

BOOST_DATA_TEST_CASE(what_cannot_be_is_refused, rows, x) {
  auto uut = peer_settings{x.of_server};
  BOOST_TEST((uut.take(as_octets(x.text)) == x.want));
}

BOOST_AUTO_TEST_CASE(what_is_said_of_priorities_stays) {
  auto uut = peer_settings{false};
  auto on = entry(setting::no_rfc7540_priorities, 1);
  auto off = entry(setting::no_rfc7540_priorities, 0);
  BOOST_TEST(!uut.take(as_octets(on)));
  BOOST_TEST(!uut.take(as_octets(on)));
  BOOST_TEST((uut.take(as_octets(off)) == errc::protocol_error));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::codecs::http2
