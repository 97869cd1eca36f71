#include "tests/support/dns_wire.hpp"

#include "runtime/dns/service_records.hpp"

#include <boost/test/unit_test.hpp>

#include <span>
#include <string>

namespace troupe::runtime::dns {
namespace {

namespace wire = test::dns;

std::string reply_with(const std::vector<wire::record>& records) {
  auto asked
    = wire::asked{.id = "ID",
                  .name = "_http._tcp.app.example",
                  .type = wire::srv,
                  .octets = wire::name("_http._tcp.app.example")
                            + wire::number16(wire::srv) + wire::number16(1)};
  return wire::reply(asked, 0, records);
}

service_answer parse(const std::string& octets) {
  return parse_service_records(std::as_bytes(std::span{octets}));
}

BOOST_AUTO_TEST_SUITE(service_records_test)

BOOST_AUTO_TEST_CASE(each_record_has_its_own_ttl) {
  auto got = parse(reply_with({wire::service(1, 2, 80, "one.example", 60),
                               wire::service(3, 4, 81, "two.example", 30)}));
  BOOST_TEST_REQUIRE(got.ok());
  BOOST_TEST_REQUIRE(got->size() == 2u);
  BOOST_TEST(((*got)[0] == service_record{"one.example", 80, 1, 2, 60}));
  BOOST_TEST(((*got)[1] == service_record{"two.example", 81, 3, 4, 30}));
}

BOOST_AUTO_TEST_CASE(an_alias_shortens_the_ttl) {
  auto got = parse(reply_with({wire::alias("_http._tcp.real.example", 20),
                               wire::service(1, 2, 80, "one.example", 60)}));
  BOOST_TEST_REQUIRE(got.ok());
  BOOST_TEST(got->front().ttl == 20u);
}

BOOST_AUTO_TEST_CASE(a_ttl_with_its_first_bit_is_zero) {
  auto got
    = parse(reply_with({wire::service(1, 2, 80, "one.example", 0x80000001u)}));
  BOOST_TEST_REQUIRE(got.ok());
  BOOST_TEST(got->front().ttl == 0u);
}

BOOST_AUTO_TEST_CASE(a_target_that_is_the_root_is_none) {
  auto got = parse(reply_with({wire::service(0, 0, 0, "", 60)}));
  BOOST_TEST_REQUIRE(!got.ok());
  BOOST_TEST((got.error() == dns_errc::no_records));
}

BOOST_AUTO_TEST_CASE(there_is_a_bound) {
  auto many = std::vector<wire::record>(
    1500, wire::service(1, 2, 80, "one.example", 60));
  auto got = parse(reply_with(many));
  BOOST_TEST_REQUIRE(got.ok());
  BOOST_TEST(got->size() == max_records);
}

BOOST_AUTO_TEST_CASE(no_prefix_is_an_answer) {
  auto whole = reply_with({wire::alias("_http._tcp.real.example", 20),
                           wire::service(1, 2, 80, "one.example", 60)});
  for (std::size_t cut = 0; cut < whole.size(); ++cut)
    BOOST_TEST(!parse(whole.substr(0, cut)).ok(), "cut at " << cut);
}

BOOST_AUTO_TEST_CASE(no_octet_that_is_another_does_harm) {
  auto whole = reply_with({wire::alias("_http._tcp.real.example", 20),
                           wire::service(1, 2, 80, "one.example", 60)});
  for (std::size_t at = 0; at < whole.size(); ++at)
    for (auto value : {0x00, 0x01, 0x3f, 0x40, 0x7f, 0xc0, 0xff}) {
      auto bad = whole;
      bad[at] = static_cast<char>(value);
      if (auto got = parse(bad))
        BOOST_TEST(!got->empty());
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::runtime::dns
