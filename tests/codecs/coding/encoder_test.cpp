#include "tests/codecs/coding/coders.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>

namespace troupe::codecs::coding {
namespace {

namespace data = boost::unit_test::data;

// Gives the text in pieces of random sizes, some of them followed by flushes.
std::string encode_in_pieces(encoder& uut, std::string_view text,
                             unsigned seed) {
  std::minstd_rand random{seed};
  std::string wire;
  while (!text.empty()) {
    auto n = std::min<std::size_t>(text.size(), random() % 5000);
    uut.encode(as_octets(text.substr(0, n)), wire);
    text.remove_prefix(n);
    for (auto flushes = random() % 4; flushes > 1; --flushes)
      uut.flush(wire);
  }
  uut.finish(wire);
  return wire;
}

BOOST_AUTO_TEST_SUITE(coding_encoder_test)

BOOST_DATA_TEST_CASE(what_is_encoded_is_decoded_at_every_level,
                     data::make(all_kinds), kind) {
  auto text = some_text(50'000, 1);
  auto levels = levels_of(kind);
  for (auto level = levels.lowest; level <= levels.highest; ++level) {
    BOOST_TEST_CONTEXT("level " << level) {
      auto wire = encode(*make_encoder(kind, level), text);
      BOOST_TEST(wire.size() < text.size());
      BOOST_TEST(decode(kind, wire) == (decoding{text, "end"}));
    }
  }
}

BOOST_DATA_TEST_CASE(pieces_and_flushes_do_not_change_the_text,
                     data::make(all_kinds), kind) {
  for (auto seed = 1u; seed <= 30; ++seed) {
    BOOST_TEST_CONTEXT("seed " << seed) {
      auto text = some_text(seed * 2'000, seed);
      auto uut = make_encoder(kind);
      auto wire = encode_in_pieces(*uut, text, seed);
      BOOST_TEST(decode(kind, wire) == (decoding{text, "end"}));
    }
  }
}

BOOST_DATA_TEST_CASE(what_came_before_a_flush_can_be_decoded,
                     data::make(all_kinds), kind) {
  auto events = some_text(20'000, 7);
  auto uut = make_encoder(kind);
  auto reader = make_decoder(kind);
  std::string wire, text;
  for (std::size_t at = 0; at < events.size(); at += 100) {
    uut->encode(as_octets(std::string_view{events}.substr(at, 100)), wire);
    uut->flush(wire);
    auto got = reader->decode(as_octets(wire), text, 1000);
    BOOST_TEST_REQUIRE(got.ok());
    BOOST_TEST(text.size() == at + 100);
    wire.clear();
  }
  BOOST_TEST((text == events));
}

BOOST_DATA_TEST_CASE(a_flush_without_news_adds_nothing, data::make(all_kinds),
                     kind) {
  auto uut = make_encoder(kind);
  std::string wire;
  uut->flush(wire);
  BOOST_TEST(wire.empty());
  uut->encode(as_octets("news"), wire);
  uut->flush(wire);
  auto size = wire.size();
  uut->encode({}, wire);
  uut->flush(wire);
  BOOST_TEST(wire.size() == size);
}

BOOST_DATA_TEST_CASE(an_empty_message_has_octets, data::make(all_kinds), kind) {
  auto wire = encode(kind, "");
  BOOST_TEST(!wire.empty());
  BOOST_TEST(decode(kind, wire) == (decoding{"", "end"}));
}

BOOST_DATA_TEST_CASE(noise_grows_by_little, data::make(all_kinds), kind) {
  std::minstd_rand random{3};
  auto noise = std::string(100'000, '\0');
  std::generate(noise.begin(), noise.end(),
                [&] { return static_cast<char>(random() >> 8); });
  auto uut = make_encoder(kind);
  std::string wire;
  for (std::size_t at = 0; at < noise.size(); at += 1000) {
    uut->encode(as_octets(std::string_view{noise}.substr(at, 1000)), wire);
    uut->flush(wire);
  }
  uut->finish(wire);
  BOOST_TEST(wire.size() < noise.size() + 100 * 20);
  BOOST_TEST(decode(kind, wire) == (decoding{noise, "end"}));
}

BOOST_DATA_TEST_CASE(after_a_reset_it_knows_nothing_of_the_message_before,
                     data::make(all_kinds), kind) {
  auto text = some_text(30'000, 5);
  auto want = encode(kind, text);
  auto uut = make_encoder(kind);
  encode(*uut, text);
  uut->reset();
  BOOST_TEST((encode(*uut, text) == want));
  uut->reset();
  std::string abandoned;
  uut->encode(as_octets(text), abandoned);
  uut->reset();
  BOOST_TEST((encode(*uut, text) == want));
}

BOOST_DATA_TEST_CASE(a_level_out_of_range_is_the_nearest_in_it,
                     data::make(all_kinds), kind) {
  auto text = some_text(5'000, 2);
  auto levels = levels_of(kind);
  BOOST_TEST((encode(*make_encoder(kind, -100), text)
              == encode(*make_encoder(kind, levels.lowest), text)));
  BOOST_TEST((encode(*make_encoder(kind, 100), text)
              == encode(*make_encoder(kind, levels.highest), text)));
}

BOOST_AUTO_TEST_CASE(identity_needs_no_coder) {
  BOOST_TEST(make_encoder(kind::identity) == nullptr);
  BOOST_TEST(make_decoder(kind::identity) == nullptr);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::codecs::coding
