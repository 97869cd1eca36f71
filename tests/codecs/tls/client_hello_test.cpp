#include "codecs/tls/client_hello.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

namespace troupe::codecs::tls {
namespace {

using namespace std::string_literals;

std::string number(std::size_t x, int octets_of_it) {
  auto result = std::string{};
  while (octets_of_it-- > 0)
    result += static_cast<char>(x >> (8 * octets_of_it));
  return result;
}

std::string vector(std::string_view x, int octets_of_length) {
  return number(x.size(), octets_of_length).append(x);
}

std::string extension(std::size_t kind, std::string_view value) {
  return number(kind, 2) + vector(value, 2);
}

std::string name_extension(std::string_view name) {
  return extension(0, vector("\0"s + vector(name, 2), 2));
}

std::string protocol_extension() {
  return extension(16, vector(vector("h2", 1) + vector("http/1.1", 1), 2));
}

std::string message(std::string_view extensions) {
  auto body = "\x03\x03"s + std::string(32, 'r') + vector("session", 1)
              + vector("\x13\x01", 2) + vector("\0"s, 1)
              + vector(extensions, 2);
  return "\x01" + vector(body, 3);
}

std::string record(std::string_view x) {
  return "\x16\x03\x01" + vector(x, 2);
}

std::string spelled(std::string_view wire, const hello_limits& limits = {}) {
  auto got = parse_client_hello(as_octets(wire), limits);
  if (!got)
    switch (got.error()) {
      case hello_errc::not_tls: return "not tls";
      case hello_errc::malformed: return "malformed";
      case hello_errc::too_large: return "too large";
    }
  if (!got->has_value())
    return "more";
  auto result = (*got)->server_name;
  for (auto& x : (*got)->protocols)
    result.append(1, ' ').append(x);
  return result;
}

BOOST_AUTO_TEST_SUITE(client_hello_test)

BOOST_AUTO_TEST_CASE(tells_the_name_and_the_protocols) {
  auto wire = record(message(extension(10, "xx") + name_extension("a.example")
                             + protocol_extension()));
  BOOST_TEST(spelled(wire) == "a.example h2 http/1.1");
  BOOST_TEST(spelled(record(message(""))) == "");
}

BOOST_AUTO_TEST_CASE(waits_for_the_last_octet_and_for_no_more) {
  auto wire = record(message(name_extension("a.example")));
  for (std::size_t cut = 0; cut < wire.size(); ++cut)
    BOOST_TEST(spelled(std::string_view{wire}.substr(0, cut)) == "more");
  BOOST_TEST(spelled(wire + "whatever") == "a.example");
}

BOOST_AUTO_TEST_CASE(a_message_may_take_many_records) {
  auto whole = message(name_extension("a.example"));
  auto wire = std::string{};
  for (auto c : whole)
    wire += record({&c, 1});
  for (std::size_t cut = 0; cut < wire.size(); ++cut)
    BOOST_TEST(spelled(std::string_view{wire}.substr(0, cut)) == "more");
  BOOST_TEST(spelled(wire) == "a.example");
}

BOOST_AUTO_TEST_CASE(what_is_something_else_is_known_at_once) {
  for (auto wire : {"GET / HTTP/1.1\r\n"s, "G"s, "\x16\x02"s, "\x17\x03\x03"s,
                    record("\x02"s)})
    BOOST_TEST(spelled(wire) == "not tls");
}

BOOST_AUTO_TEST_CASE(lengths_must_agree) {
  BOOST_TEST(spelled("\x16\x03\x01\x00\x00"s) == "malformed");
  BOOST_TEST(spelled("\x16\x03\x01\x40\x01"s) == "malformed");
  BOOST_TEST(spelled(record("\x01\x00\x00\x05xxxxx"s)) == "malformed");
  auto good = message(name_extension("a.example"));
  for (std::size_t at = 4 + 34; at < good.size(); ++at) {
    auto bad = good;
    bad[at] = '\x7f'; // whatever it makes of it, it does not read beyond
    spelled(record(bad));
  }
  BOOST_TEST(spelled(record(message("\x00\x00\x00\x09\x00"s))) == "malformed");
}

BOOST_AUTO_TEST_CASE(a_name_is_printable) {
  BOOST_TEST(spelled(record(message(name_extension("")))) == "malformed");
  BOOST_TEST(spelled(record(message(name_extension("a b")))) == "malformed");
  BOOST_TEST(spelled(record(message(name_extension("a\0b"s)))) == "malformed");
}

BOOST_AUTO_TEST_CASE(a_message_has_a_bounded_size) {
  auto wire = record(message(name_extension("a.example")));
  BOOST_TEST(spelled(wire, {.octets = 50}) == "too large");
  BOOST_TEST(spelled(std::string_view{wire}.substr(0, 9), {.octets = 50})
             == "too large");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::codecs::tls
