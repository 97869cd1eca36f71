#include "tests/codecs/coding/coders.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace troupe::codecs::coding {
namespace {

namespace data = boost::unit_test::data;

constexpr auto unlimited
  = decoder_limits{.ratio = std::numeric_limits<std::uint64_t>::max()};

// 8 MiB of nothing, in a few hundred octets or a few thousand.
const std::string& bomb(kind x) {
  static const auto bombs = [] {
    std::array<std::string, kind_count> all;
    for (auto kind : all_kinds)
      all[static_cast<std::size_t>(kind)]
        = encode(kind, std::string(8 << 20, '\0'));
    return all;
  }();
  return bombs[static_cast<std::size_t>(x)];
}

BOOST_AUTO_TEST_SUITE(decoder_test)

BOOST_DATA_TEST_CASE(gives_the_same_text_at_every_cut, data::make(all_kinds),
                     kind) {
  auto text = some_text(1'500, 1);
  auto wire = encode(kind, text);
  for (auto& cuts : test::cuttings_of(wire)) {
    BOOST_TEST_CONTEXT(cuts) {
      auto uut = make_decoder(kind);
      BOOST_TEST(decode(*uut, wire, cuts) == (decoding{text, "end"}));
    }
  }
}

BOOST_DATA_TEST_CASE(gives_the_same_text_in_slices_of_any_size,
                     data::make(all_kinds), kind) {
  auto text = some_text(40'000, 2);
  auto wire = encode(kind, text);
  for (auto most : {1u, 2u, 7u, 100u, 16383u, 16384u, 16385u, 40'000u}) {
    BOOST_TEST_CONTEXT("slices of " << most) {
      auto uut = make_decoder(kind);
      BOOST_TEST(decode(*uut, wire, {{wire.size()}}, most)
                 == (decoding{text, "end"}));
    }
  }
}

BOOST_DATA_TEST_CASE(stops_when_the_slice_is_full, data::make(all_kinds),
                     kind) {
  auto text = some_text(40'000, 3);
  auto wire = encode(kind, text);
  auto uut = make_decoder(kind);
  std::string out;
  auto got = uut->decode(as_octets(wire), out, 5'000);
  BOOST_TEST_REQUIRE(got.ok());
  BOOST_TEST(got->more);
  BOOST_TEST(got->produced == 5'000u);
  BOOST_TEST((out == text.substr(0, 5'000)));
}

BOOST_DATA_TEST_CASE(notices_that_the_end_is_missing, data::make(all_kinds),
                     kind) {
  auto text = some_text(500, 4);
  auto wire = encode(kind, text);
  for (std::size_t n = 1; n < wire.size(); ++n) {
    BOOST_TEST_CONTEXT(n << " octets")
    BOOST_TEST(decode(kind, wire.substr(0, n)).ending == "truncated");
  }
}

BOOST_DATA_TEST_CASE(takes_nothing_for_an_empty_message, data::make(all_kinds),
                     kind) {
  BOOST_TEST(decode(kind, "") == (decoding{"", "end"}));
}

BOOST_DATA_TEST_CASE(refuses_what_follows_the_end, data::make(all_kinds),
                     kind) {
  auto text = some_text(100, 5);
  auto wire = encode(kind, text) + "garbage";
  for (auto& cuts : test::cuttings_of(wire)) {
    BOOST_TEST_CONTEXT(cuts) {
      auto uut = make_decoder(kind);
      BOOST_TEST(decode(*uut, wire, cuts).ending == "trailing_garbage");
    }
  }
}

BOOST_DATA_TEST_CASE(refuses_what_is_something_else, data::make(all_kinds),
                     kind) {
  BOOST_TEST(decode(kind, "<!doctype html>").ending == "corrupt");
}

BOOST_DATA_TEST_CASE(repeats_its_error_until_it_is_reset, data::make(all_kinds),
                     kind) {
  auto uut = make_decoder(kind);
  std::string out;
  BOOST_TEST(!uut->decode(as_octets("<!doctype html>"), out, 100).ok());
  auto wire = encode(kind, "text");
  auto again = uut->decode(as_octets(wire), out, 100);
  BOOST_TEST_REQUIRE(!again.ok());
  BOOST_TEST((again.error() == errc::corrupt));
  BOOST_TEST((uut->finish() == errc::corrupt));
  uut->reset();
  BOOST_TEST(decode(*uut, wire, {{100}}) == (decoding{"text", "end"}));
}

BOOST_DATA_TEST_CASE(after_a_reset_it_knows_nothing_of_the_message_before,
                     data::make(all_kinds), kind) {
  auto text = some_text(30'000, 6);
  auto wire = encode(kind, text);
  auto limits = decoder_limits{.total = 30'000};
  auto uut = make_decoder(kind, limits);
  for (auto round = 0; round < 3; ++round) {
    BOOST_TEST(decode(*uut, wire, {{1000}}) == (decoding{text, "end"}));
    uut->reset();
    decode(*uut, wire.substr(0, wire.size() / 2), {{1000}});
    uut->reset();
  }
}

BOOST_DATA_TEST_CASE(ends_a_bomb_at_the_ratio, data::make(all_kinds), kind) {
  auto limits = decoder_limits{};
  auto& wire = bomb(kind);
  BOOST_TEST(wire.size() * limits.ratio < std::size_t{8} << 20);
  for (std::size_t piece : {wire.size(), std::size_t{100}, std::size_t{1}}) {
    BOOST_TEST_CONTEXT("pieces of " << piece) {
      auto uut = make_decoder(kind, limits);
      auto seen = decode(*uut, wire, {{piece}});
      BOOST_TEST(seen.ending == "ratio_exceeded");
      BOOST_TEST(seen.text.size()
                 <= std::max(limits.ratio_grace, limits.ratio * wire.size()));
    }
  }
}

BOOST_DATA_TEST_CASE(lets_small_messages_have_any_ratio, data::make(all_kinds),
                     kind) {
  auto text = std::string(decoder_limits{}.ratio_grace, ' ');
  auto wire = encode(kind, text);
  BOOST_TEST(decode(kind, wire) == (decoding{text, "end"}));
  text += std::string(20'000, ' ');
  BOOST_TEST(decode(kind, encode(kind, text)).ending == "ratio_exceeded");
}

BOOST_DATA_TEST_CASE(decodes_a_bomb_for_who_wants_it, data::make(all_kinds),
                     kind) {
  BOOST_TEST(decode(kind, bomb(kind), unlimited)
             == (decoding{std::string(8 << 20, '\0'), "end"}));
}

BOOST_DATA_TEST_CASE(ends_at_the_total_and_no_sooner, data::make(all_kinds),
                     kind) {
  for (auto size : {1u, 100u, 16383u, 16384u, 16385u, 50'000u}) {
    BOOST_TEST_CONTEXT("a total of " << size) {
      auto text = some_text(size, 7);
      auto limits = decoder_limits{.total = size};
      BOOST_TEST(decode(kind, encode(kind, text), limits)
                 == (decoding{text, "end"}));
      auto over = decode(kind, encode(kind, text + 'x'), limits);
      BOOST_TEST(over.ending == "total_exceeded");
      BOOST_TEST(over.text.size() <= size);
    }
  }
}

BOOST_DATA_TEST_CASE(a_flipped_bit_never_exceeds_a_limit, data::make(all_kinds),
                     kind) {
  auto text = some_text(300, 8);
  auto wire = encode(kind, text);
  auto uut = make_decoder(kind, {.total = 5'000});
  for (std::size_t i = 0; i < wire.size() * 8; ++i) {
    auto flipped = wire;
    flipped[i / 8] = static_cast<char>(flipped[i / 8] ^ (1 << i % 8));
    BOOST_TEST_CONTEXT("bit " << i) {
      auto seen = decode(*uut, flipped, {{13}}, 100);
      BOOST_TEST(seen.text.size() <= 5'000u);
      BOOST_TEST(seen.ending != "not what decode() promises");
    }
    uut->reset();
  }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::codecs::coding
