#include "codecs/hpack/dynamic_table.hpp"

#include <boost/test/unit_test.hpp>

#include <deque>
#include <random>
#include <string>

namespace troupe::codecs::hpack {
namespace {

using table = dynamic_table<std::uint32_t>;

std::string name_of(const table& uut, std::size_t i) {
  return std::string{uut.name(uut[i])};
}

std::string value_of(const table& uut, std::size_t i) {
  return std::string{uut.value(uut[i])};
}

/// What it should be, in the plainest way.
struct model {
  struct entry {
    std::string name;
    std::string value;
    std::uint32_t note;
  };

  void shrink(std::size_t room) {
    while (!entries.empty() && size > room) {
      size -= 32 + entries.back().name.size() + entries.back().value.size();
      entries.pop_back();
    }
  }
  bool add(entry x) {
    auto n = 32 + x.name.size() + x.value.size();
    shrink(limit < n ? 0 : limit - n);
    if (n > limit)
      return false;
    size += n;
    entries.push_front(std::move(x));
    return true;
  }

  std::deque<entry> entries;
  std::size_t limit = default_limit;
  std::size_t size = 0;
};

void check_same(const table& uut, const model& want) {
  BOOST_TEST_REQUIRE(uut.count() == want.entries.size());
  BOOST_TEST_REQUIRE(uut.size() == want.size);
  for (std::size_t i = 0; i < uut.count(); ++i) {
    BOOST_TEST_REQUIRE(name_of(uut, i) == want.entries[i].name);
    BOOST_TEST_REQUIRE(value_of(uut, i) == want.entries[i].value);
    BOOST_TEST_REQUIRE(uut[i].note == want.entries[i].note);
  }
}

void check_against_model(std::uint32_t seed, unsigned longest) {
  auto random = std::mt19937{seed};
  auto uut = table{};
  auto want = model{};
  for (auto i = 0u; i < 3000; ++i) {
    if (random() % 50 == 0) {
      want.limit = random() % 4 == 0 ? random() % 100 : random() % 9000;
      want.shrink(want.limit);
      uut.limit(want.limit);
    }
    auto name = std::string(random() % longest, static_cast<char>(random()));
    auto value = std::string(random() % longest, static_cast<char>(random()));
    auto name_view = std::string_view{name};
    auto value_view = std::string_view{value};
    // Of an entry that may have to go.
    if (uut.count() > 0 && random() % 3 == 0) {
      auto k = random() % 2 == 0 ? uut.count() - 1 : random() % uut.count();
      name = name_of(uut, k);
      name_view = uut.name(uut[k]);
      if (random() % 2 == 0) {
        value = value_of(uut, k);
        value_view = uut.value(uut[k]);
      }
    }
    auto added = uut.add(name_view, value_view, i);
    BOOST_TEST_REQUIRE(added == want.add({name, value, i}));
    BOOST_TEST_REQUIRE(uut.added() >= uut.count());
    check_same(uut, want);
  }
}

BOOST_AUTO_TEST_SUITE(hpack_dynamic_table_test)

BOOST_AUTO_TEST_CASE(is_what_the_rfc_says_whatever_comes) {
  for (auto longest : {2u, 10u, 60u, 500u, 3000u})
    check_against_model(longest, longest);
}

BOOST_AUTO_TEST_CASE(counts_32_octets_more_than_there_are) {
  auto uut = table{};
  uut.limit(100);
  BOOST_TEST(uut.add("name", "value", 1));
  BOOST_TEST(uut.size() == 41u);
  BOOST_TEST(uut.add("name", std::string(23, 'v'), 2)); // 59: both fit
  BOOST_TEST(uut.size() == 100u);
  BOOST_TEST(uut.count() == 2u);
  BOOST_TEST(uut.add("", "", 3));
  BOOST_TEST(uut.count() == 2u);
  BOOST_TEST(uut[1].note == 2u);
}

BOOST_AUTO_TEST_CASE(what_is_larger_than_the_table_empties_it) {
  auto uut = table{};
  uut.limit(100);
  BOOST_TEST(uut.add("name", "value", 1));
  BOOST_TEST(uut.add("", std::string(68, 'v'), 2));
  BOOST_TEST(uut.count() == 1u);
  BOOST_TEST(!uut.add("", std::string(69, 'v'), 3));
  BOOST_TEST(uut.count() == 0u);
  BOOST_TEST(uut.size() == 0u);
}

BOOST_AUTO_TEST_CASE(a_limit_evicts_the_oldest_as_far_as_need_be) {
  auto uut = table{};
  for (auto i = 0u; i < 5; ++i)
    uut.add("name", "value", i);
  uut.limit(5 * 41);
  BOOST_TEST(uut.count() == 5u);
  uut.limit(5 * 41 - 1);
  BOOST_TEST(uut.count() == 4u);
  BOOST_TEST(uut[3].note == 1u);
  uut.limit(0);
  BOOST_TEST(uut.count() == 0u);
  BOOST_TEST(uut.capacity() == 0u);
  BOOST_TEST(!uut.add("", "", 1));
}

BOOST_AUTO_TEST_CASE(costs_nothing_before_its_first_entry) {
  auto uut = table{};
  BOOST_TEST(uut.capacity() == 0u);
  BOOST_TEST(!uut.add("name", std::string(5000, 'v'), 1));
  BOOST_TEST(uut.capacity() == 0u);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::codecs::hpack
