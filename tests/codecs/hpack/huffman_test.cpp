#include "tests/codecs/hpack/nghttp2_peer.hpp"

#include "codecs/hpack/huffman.hpp"

#include <boost/test/unit_test.hpp>

#include <optional>
#include <random>
#include <vector>

namespace troupe::codecs::hpack {
namespace {

using namespace std::literals;
using test::from_hex;

std::string coded(std::string_view text) {
  auto result = std::string{"before"};
  huffman_encode(result, text, huffman_size(text));
  return result.substr(6);
}

/// In memory that is as large as promised, for sanitizers to watch.
std::optional<std::string> decoded(std::string_view wire) {
  auto here = std::vector<char>(wire.begin(), wire.end());
  auto room = std::vector<char>(huffman_room(wire.size()));
  auto* end = huffman_decode({here.data(), here.size()}, room.data());
  if (!end)
    return {};
  return std::string{room.data(), end};
}

/// The same by nghttp2, which is asked in a literal.
std::optional<std::string> decoded_by_other(std::string_view wire) {
  auto block = std::string{"\0\1x"sv};
  append_integer(block, 0x80, 7, wire.size());
  auto told = test::other_decoder{}.decode(block.append(wire));
  if (!told)
    return {};
  return told->front().value;
}

BOOST_AUTO_TEST_SUITE(hpack_huffman_test)

BOOST_AUTO_TEST_CASE(examples_of_rfc_7541_appendix_c) {
  for (auto& [text, wire] : {
         std::pair{"www.example.com", "f1e3 c2e5 f23a 6ba0 ab90 f4ff"},
         {"no-cache", "a8eb 1064 9cbf"},
         {"custom-key", "25a8 49e9 5ba9 7d7f"},
         {"custom-value", "25a8 49e9 5bb8 e8b4 bf"},
         {"302", "6402"},
         {"private", "aec3 771a 4b"},
         {"307", "640e ff"},
         {"gzip", "9bd9 ab"},
       }) {
    BOOST_TEST((coded(text) == from_hex(wire)), text);
    BOOST_TEST((decoded(from_hex(wire)) == text), text);
  }
}

BOOST_AUTO_TEST_CASE(each_octet_comes_back_wherever_it_stands) {
  for (auto c = 0; c < 256; ++c) {
    for (std::size_t before = 0; before < 20; ++before) {
      for (std::size_t behind : {0, 1, 2, 30}) {
        auto text = std::string(before, 'a') + static_cast<char>(c)
                    + std::string(behind, 'm');
        auto wire = coded(text);
        BOOST_TEST_REQUIRE(wire.size() == huffman_size(text));
        BOOST_TEST_REQUIRE((decoded(wire) == text));
      }
    }
    auto alone = coded(std::string(1, static_cast<char>(c)));
    BOOST_TEST_REQUIRE((decoded_by_other(alone) == decoded(alone)));
  }
}

BOOST_AUTO_TEST_CASE(nothing_is_nothing) {
  BOOST_TEST(huffman_size("") == 0u);
  BOOST_TEST(coded("").empty());
  BOOST_TEST((decoded("") == ""));
}

BOOST_AUTO_TEST_CASE(padding_is_short_and_all_ones) {
  BOOST_TEST((decoded(from_hex("07")) == "0")); // 5 bits, and 3 ones
  BOOST_TEST((decoded(from_hex("06")) == std::nullopt));
  BOOST_TEST((decoded(from_hex("03")) == std::nullopt));
  BOOST_TEST((decoded(from_hex("00")) == std::nullopt));
  BOOST_TEST((decoded(from_hex("07 ff")) == std::nullopt)); // 11 ones
  BOOST_TEST((decoded(from_hex("ff")) == std::nullopt));    // 8, of nothing
  BOOST_TEST((decoded(from_hex("f8 ff")) == std::nullopt)); // '&', and 8
  // No more than the beginning of a word.
  for (auto last : {"fe", "07 fe", "f8 fe"})
    BOOST_TEST((decoded(from_hex(last)) == std::nullopt));
}

BOOST_AUTO_TEST_CASE(eos_is_malformed) {
  for (auto wire : {"ff ff ff ff", "ff ff ff fc", "07 ff ff ff ff",
                    "ff ff ff fd ff ff ff ff ff ff ff ff",
                    "00 00 00 00 00 ff ff ff ff 00 00 00 00 00 00 00"})
    BOOST_TEST((decoded(from_hex(wire)) == std::nullopt), wire);
}

BOOST_AUTO_TEST_CASE(random_texts_come_back) {
  auto random = std::mt19937{1};
  for (auto i = 0; i < 20'000; ++i) {
    auto mask = i % 2 == 0 ? 0xffu : 0x7fu;
    auto text = std::string(random() % 80, '\0');
    for (auto& c : text)
      c = static_cast<char>(random() & mask);
    auto wire = coded(text);
    BOOST_TEST_REQUIRE(wire.size() == huffman_size(text));
    BOOST_TEST_REQUIRE((decoded(wire) == text));
  }
}

BOOST_AUTO_TEST_CASE(random_octets_mean_the_same_to_nghttp2) {
  auto random = std::mt19937{2};
  auto good = 0;
  for (auto i = 0; i < 100'000; ++i) {
    auto wire = std::string(random() % 14, '\0');
    for (auto& c : wire)
      c = static_cast<char>(random() % 3 == 0 ? 0xff : random());
    if (!wire.empty() && random() % 2 == 0)
      wire.back() = static_cast<char>(wire.back() | 0x1f);
    auto told = decoded(wire);
    good += told ? 1 : 0;
    BOOST_TEST_REQUIRE((told == decoded_by_other(wire)));
  }
  BOOST_TEST(good > 1000);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::codecs::hpack
