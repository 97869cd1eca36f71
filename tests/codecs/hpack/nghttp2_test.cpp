#include "tests/codecs/hpack/nghttp2_peer.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <random>

namespace troupe::codecs::hpack {
namespace {

using namespace test;

/// Heads as a connection sees them: the same names, often the same values.
class head_source {
public:
  explicit head_source(std::uint32_t seed) : random_(seed) {}

  std::uint32_t random(std::size_t below) {
    return static_cast<std::uint32_t>(random_() % below);
  }

  lines next() {
    auto result = lines{};
    for (auto n = random(12); n > 0; --n)
      add(result, name());
    return result;
  }

private:
  void add(lines& to, const std::string& name) {
    to.push_back({name, value(), !name.starts_with(':') && random(20) == 0});
  }

  std::string name() {
    if (random(3) > 0)
      return std::string{static_table[random(static_table.size())].name};
    if (random(2) > 0) {
      auto id = 1 + random(static_cast<std::size_t>(fields::name::last_) - 1);
      return std::string{fields::lower_case(static_cast<fields::name>(id))};
    }
    return "x-" + std::string(random(40), static_cast<char>('a' + random(4)));
  }

  std::string value() {
    switch (random(6)) {
      case 0: return std::string{static_table[random(14)].value};
      case 1: return text(random(4));
      case 2: return text(random(30));
      case 3: return random(20) == 0 ? text(random(5000)) : text(random(300));
      default:
        return std::string(random(30), static_cast<char>('0' + random(3)));
    }
  }

  std::string text(std::size_t size) {
    auto result = std::string(size, '\0');
    auto mask = random(2) == 0 ? 0x7fu : 0xffu;
    for (auto& c : result)
      c = static_cast<char>(random_() & mask);
    return result;
  }

  std::mt19937 random_;
};

/// Tables of all sizes, more often small ones.
std::size_t some_limit(head_source& from) {
  constexpr auto largest = std::array<std::size_t, 4>{1, 200, 4097, 20'000};
  return from.random(largest[from.random(largest.size())]);
}

/// What is secret by itself was not so before.
lines without_marks(lines x) {
  for (auto& line : x)
    line.never_indexed = false;
  return x;
}

bool keeps_marks(const lines& told, const lines& want) {
  return std::equal(
    told.begin(), told.end(), want.begin(), want.end(),
    [](auto& a, auto& b) { return a.never_indexed || !b.never_indexed; });
}

BOOST_AUTO_TEST_SUITE(hpack_nghttp2_test)

BOOST_AUTO_TEST_CASE(we_read_what_nghttp2_writes) {
  for (auto seed = 1u; seed <= 40; ++seed) {
    auto heads = head_source{seed};
    auto peer = other_encoder{20'000};
    auto twin = other_decoder{};
    auto uut = decoder{20'000, sizes()};
    twin.limit(20'000);
    for (auto i = 0; i < 200; ++i) {
      if (heads.random(20) == 0)
        peer.limit(some_limit(heads));
      auto head = heads.next();
      auto block = peer.encode(head);
      auto told = decode(uut, block);
      BOOST_TEST_REQUIRE(told.has_value());
      BOOST_TEST_REQUIRE((told == twin.decode(block)));
      BOOST_TEST_REQUIRE((without_marks(*told) == without_marks(head)));
      BOOST_TEST_REQUIRE(keeps_marks(*told, head));
      BOOST_TEST_REQUIRE(uut.table_size() == twin.table_size());
    }
  }
}

BOOST_AUTO_TEST_CASE(nghttp2_and_we_read_what_we_write) {
  for (auto seed = 1u; seed <= 60; ++seed) {
    auto heads = head_source{seed};
    auto uut = encoder{seed % 3 == 0 ? 20'000 : default_limit};
    auto peer = other_decoder{};
    auto twin = decoder{20'000, sizes()};
    for (auto i = 0; i < 200; ++i) {
      for (auto n = heads.random(20) == 0 ? 1 + heads.random(3) : 0; n > 0;
           --n) {
        auto limit = some_limit(heads);
        uut.set_limit(limit);
        peer.limit(limit);
        twin.require_limit(limit);
      }
      auto head = heads.next();
      auto block = encode(uut, head);
      auto told = peer.decode(block);
      BOOST_TEST_REQUIRE(told.has_value());
      BOOST_TEST_REQUIRE((without_marks(*told) == without_marks(head)));
      BOOST_TEST_REQUIRE(keeps_marks(*told, head));
      BOOST_TEST_REQUIRE((decode(twin, block) == told));
      BOOST_TEST_REQUIRE(twin.table_size() == peer.table_size());
    }
  }
}

BOOST_AUTO_TEST_CASE(we_write_about_as_little_as_nghttp2) {
  auto heads = head_source{1};
  auto seen = std::vector<lines>{};
  for (auto i = 0; i < 30; ++i)
    seen.push_back(heads.next());
  auto uut = encoder{};
  auto peer = other_encoder{};
  auto ours = std::size_t{0};
  auto theirs = std::size_t{0};
  for (auto i = 0; i < 3000; ++i) {
    auto& head = seen[std::min(heads.random(30), heads.random(30))];
    ours += encode(uut, head).size();
    theirs += peer.encode(head).size();
  }
  BOOST_TEST(ours < theirs + theirs / 5);
}

BOOST_AUTO_TEST_CASE(what_is_mangled_means_the_same_to_nghttp2) {
  auto good = 0;
  auto bad = 0;
  for (auto seed = 1u; seed <= 20'000; ++seed) {
    auto heads = head_source{seed};
    auto from = encoder{};
    auto peer = other_decoder{};
    auto uut = decoder{4096, sizes()};
    for (auto i = 0; i < 6; ++i) {
      auto block = encode(from, heads.next());
      for (auto n = heads.random(3); n > 0 && !block.empty(); --n) {
        auto at = heads.random(std::min(block.size(), std::size_t{40}));
        auto c = static_cast<char>(heads.random(256));
        switch (heads.random(4)) {
          case 0: block[at] = c; break;
          case 1:
            block[at] = static_cast<char>(block[at] ^ 1 << (c & 7));
            break;
          case 2: block.insert(at, 1, c); break;
          case 3: block.erase(at, 1); break;
        }
      }
      auto told = decode(uut, block);
      BOOST_TEST_REQUIRE((told == peer.decode(block)),
                         "seed " << seed << ", block " << i);
      ++(told ? good : bad);
      if (!told)
        break;
      BOOST_TEST_REQUIRE(uut.table_size() == peer.table_size());
    }
  }
  BOOST_TEST(good > 10'000);
  BOOST_TEST(bad > 5000);
}

BOOST_AUTO_TEST_CASE(random_octets_mean_the_same_to_nghttp2) {
  auto random = std::mt19937{1};
  auto good = 0;
  for (auto i = 0; i < 200'000; ++i) {
    auto peer = other_decoder{};
    auto uut = decoder{4096, sizes()};
    auto block = std::string(random() % 12, '\0');
    for (auto& c : block)
      c = static_cast<char>(random() % 4 == 0 ? random() % 6 : random());
    auto told = decode(uut, block);
    BOOST_TEST_REQUIRE((told == peer.decode(block)), "turn " << i);
    good += told ? 1 : 0;
  }
  BOOST_TEST(good > 10'000);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::codecs::hpack
