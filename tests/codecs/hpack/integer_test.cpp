#include "tests/codecs/hpack/blocks.hpp"

#include "codecs/hpack/integer.hpp"

#include <boost/test/unit_test.hpp>

#include <optional>

namespace troupe::codecs::hpack {
namespace {

using test::from_hex;

std::string written(unsigned prefix, std::size_t value, unsigned flags = 0) {
  auto result = std::string{};
  append_integer(result, flags, prefix, value);
  return result;
}

cursor over(std::string_view x) {
  auto* at = reinterpret_cast<const std::uint8_t*>(x.data());
  return {at, at + x.size()};
}

/// All of it; nothing if it is malformed, or more.
std::optional<std::uint32_t> read(unsigned prefix, std::string_view wire) {
  auto in = over(wire);
  auto value = std::uint32_t{0};
  if (!read_integer(in, prefix, value) || in.rest() != 0)
    return {};
  return value;
}

BOOST_AUTO_TEST_SUITE(hpack_integer_test)

BOOST_AUTO_TEST_CASE(examples_of_rfc_7541_appendix_c_1) {
  BOOST_TEST((written(5, 10) == from_hex("0a")));
  BOOST_TEST((written(5, 1337) == from_hex("1f 9a 0a")));
  BOOST_TEST((written(8, 42) == from_hex("2a")));
}

BOOST_AUTO_TEST_CASE(is_read_as_it_was_written) {
  for (auto prefix = 4u; prefix <= 8; ++prefix) {
    for (auto bit = 0u; bit < 32; ++bit) {
      for (auto around : {-2, -1, 0, 1, 2}) {
        auto value
          = static_cast<std::uint32_t>((std::int64_t{1} << bit) + around);
        BOOST_TEST_CONTEXT(value << " of prefix " << prefix)
        BOOST_TEST((read(prefix, written(prefix, value)) == value));
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(the_other_bits_of_its_octet_are_no_part_of_it) {
  BOOST_TEST((written(6, 62, 0x40) == from_hex("7e")));
  BOOST_TEST((written(6, 63, 0x40) == from_hex("7f 00")));
  BOOST_TEST((read(6, from_hex("fe")) == 62u));
  BOOST_TEST((read(5, from_hex("ff 9a 0a")) == 1337u));
}

BOOST_AUTO_TEST_CASE(no_end_is_malformed_wherever_it_is_cut) {
  auto wire = written(5, 0xffff'ffff);
  for (std::size_t n = 0; n < wire.size(); ++n)
    BOOST_TEST((read(5, wire.substr(0, n)) == std::nullopt));
}

BOOST_AUTO_TEST_CASE(has_32_bits_and_no_more) {
  BOOST_TEST((read(8, from_hex("ff 80 fe ff ff 0f")) == 0xffff'ffffu));
  BOOST_TEST((read(8, from_hex("ff 81 fe ff ff 0f")) == std::nullopt));
  BOOST_TEST((read(8, from_hex("ff 80 fe ff ff 1f")) == std::nullopt));
  BOOST_TEST((read(8, from_hex("ff ff ff ff ff 7f")) == std::nullopt));
}

BOOST_AUTO_TEST_CASE(zeros_in_front_are_bounded) {
  BOOST_TEST((read(8, from_hex("ff 80 80 80 80 00")) == 255u));
  BOOST_TEST((read(8, from_hex("ff 80 80 80 80 80 00")) == std::nullopt));
  BOOST_TEST(
    (read(8, from_hex("ff") + std::string(1000, '\x80')) == std::nullopt));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::codecs::hpack
