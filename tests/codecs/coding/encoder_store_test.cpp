#include "tests/codecs/coding/coders.hpp"

#include "codecs/coding/encoder_store.hpp"

#include <boost/test/unit_test.hpp>

#include <optional>
#include <vector>

namespace troupe::codecs::coding {
namespace {

constexpr auto some = std::size_t{10 * 1024 * 1024};

BOOST_AUTO_TEST_SUITE(encoder_store_test)

BOOST_AUTO_TEST_CASE(lends_the_same_encoder_for_the_next_message) {
  auto uut = encoder_store{some};
  auto first = uut.lend(kind::zstd, 3);
  auto* address = first.get();
  auto unfinished = std::string{};
  first->encode(as_octets("something that nobody finishes"), unfinished);
  first.reset();
  auto second = uut.lend(kind::zstd, 3);
  BOOST_TEST(second.get() == address);
  BOOST_TEST(decode(kind::zstd, encode(*second, "anew")).text == "anew");
}

BOOST_AUTO_TEST_CASE(lends_each_to_one_message_at_a_time) {
  auto uut = encoder_store{some};
  auto first = uut.lend(kind::zstd, 3);
  auto second = uut.lend(kind::zstd, 3);
  BOOST_TEST(first.get() != second.get());
}

BOOST_AUTO_TEST_CASE(lends_no_encoder_of_another_level) {
  auto uut = encoder_store{some};
  uut.lend(kind::zstd, 1).reset();
  BOOST_TEST(encode(*uut.lend(kind::zstd, 5), some_text(9000, 1))
             == encode(*make_encoder(kind::zstd, 5), some_text(9000, 1)));
}

BOOST_AUTO_TEST_CASE(lends_nothing_beyond_its_memory) {
  for (auto x : all_kinds) {
    auto size = memory_of(x, levels_of(x).usual);
    auto uut = encoder_store{3 * size + size / 2};
    auto lent = std::vector<encoder_store::lent_encoder>{};
    for (auto i = 0; i < 3; ++i) {
      lent.push_back(uut.lend(x, levels_of(x).usual));
      BOOST_TEST(lent.back().get() != nullptr, x);
    }
    BOOST_TEST(uut.lend(x, levels_of(x).usual).get() == nullptr, x);
    lent.pop_back();
    BOOST_TEST(uut.lend(x, levels_of(x).usual).get() != nullptr, x);
  }
}

BOOST_AUTO_TEST_CASE(what_it_keeps_gives_way_to_what_is_wanted) {
  auto uut = encoder_store{memory_of(kind::zstd, 3) + 1024};
  uut.lend(kind::zstd, 3).reset();
  BOOST_TEST(uut.lend(kind::gzip, 5).get() != nullptr);
}

BOOST_AUTO_TEST_CASE(a_copy_has_a_memory_of_its_own) {
  auto first = encoder_store{memory_of(kind::gzip, 5)};
  auto lent = first.lend(kind::gzip, 5);
  auto second = first;
  BOOST_TEST(second.lend(kind::gzip, 5).get() != nullptr);
}

BOOST_AUTO_TEST_CASE(what_is_lent_may_outlive_it) {
  auto uut = std::optional<encoder_store>{some};
  auto lent = uut->lend(kind::zstd, 3);
  uut.reset();
  BOOST_TEST(decode(kind::zstd, encode(*lent, "late")).text == "late");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::codecs::coding
