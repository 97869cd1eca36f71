#include "tests/codecs/hpack/blocks.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace troupe::codecs::hpack {
namespace {

using namespace test;
namespace data = boost::unit_test::data;
using fields::name;

std::string added(encoder& uut, name id, std::string_view text,
                  std::string_view value) {
  auto result = std::string{};
  uut.add(result, id, text, value);
  return result;
}

std::string added(encoder& uut, name id, std::string_view value) {
  return added(uut, id, {}, value);
}

/// The first octet of a field that is told for the first time, and for the
/// second.
std::pair<int, int> told_twice(const line& x) {
  auto uut = encoder{};
  auto first = encode(uut, {x});
  auto second = encode(uut, {x});
  return {static_cast<unsigned char>(first[0]),
          static_cast<unsigned char>(second[0])};
}

constexpr auto first_entry = 0x80 | 62;

BOOST_AUTO_TEST_SUITE(hpack_encoder_test)

BOOST_AUTO_TEST_CASE(what_the_static_table_says_is_one_octet) {
  for (std::size_t i = 1; i < first_dynamic; ++i) {
    auto& x = static_table[i - 1];
    if (x.name == "accept-charset" || x.name == "from" || x.name == "refresh")
      continue; // they have no number
    auto told = told_twice({std::string{x.name}, std::string{x.value}});
    BOOST_TEST(told.first == static_cast<int>(0x80 | i), x.name);
    BOOST_TEST(told.second == told.first, x.name);
  }
}

BOOST_AUTO_TEST_CASE(what_repeats_is_indexed) {
  for (auto& x : lines{{":authority", "a.example"},
                       {":method", "PUT"},
                       {":scheme", "ws"},
                       {":status", "201"},
                       {":protocol", "websocket"},
                       {"accept", "*/*"},
                       {"accept-encoding", "gzip"},
                       {"cookie", "twenty=octets; of=it"},
                       {"date", "Mon, 21 Oct 2013 20:13:21 GMT"},
                       {"te", "trailers"},
                       {"user-agent", "curl"},
                       {"x-forwarded-for", "127.0.0.1"},
                       {"x-of-nobody", "v"},
                       {"x-empty", ""}}) {
    auto told = told_twice(x);
    BOOST_TEST((told.first & 0xc0) == 0x40, x);
    BOOST_TEST(told.second == first_entry, x);
  }
}

BOOST_AUTO_TEST_CASE(what_hardly_repeats_is_not) {
  for (auto& x : lines{{":path", "/a"},
                       {"age", "1"},
                       {"content-length", "1"},
                       {"content-range", "bytes 0-1/2"},
                       {"etag", "\"a\""},
                       {"if-modified-since", "Mon, 21 Oct 2013 20:13:21 GMT"},
                       {"if-none-match", "\"a\""},
                       {"if-range", "\"a\""},
                       {"location", "/"},
                       {"range", "bytes=0-1"},
                       {"set-cookie", "a=b"},
                       {"traceparent", "00-a-b-01"},
                       {"x-request-id", "1"}}) {
    auto told = told_twice(x);
    BOOST_TEST((told.first & 0xf0) == 0x00, x);
    BOOST_TEST(told.second == told.first, x);
  }
}

BOOST_AUTO_TEST_CASE(what_is_secret_is_indexed_by_nobody) {
  for (auto& x : lines{{"authorization", "Basic YTpi"},
                       {"proxy-authorization", "Basic YTpi"},
                       {"cookie", "nineteen=octets; of"},
                       {"x-of-nobody", "v", true},
                       {"accept", "*/*", true}}) {
    auto told = told_twice(x);
    BOOST_TEST((told.first & 0xf0) == 0x10, x);
    BOOST_TEST(told.second == told.first, x);
  }
}

BOOST_AUTO_TEST_CASE(a_name_is_told_once) {
  auto uut = encoder{};
  added(uut, name::te, "trailers");
  added(uut, name::other, "x-of-nobody", "1");
  BOOST_TEST((added(uut, name::te, "1") == from_hex("7f 00 01 31")));
  BOOST_TEST(
    (added(uut, name::other, "x-of-nobody", "2") == from_hex("7f 00 01 32")));
  BOOST_TEST((added(uut, name::accept, "1") == from_hex("53 01 31")));
}

BOOST_AUTO_TEST_CASE(the_same_value_of_another_name_is_another_field) {
  auto uut = encoder{};
  auto there = decoder{4096, sizes()};
  for (auto turn = 0; turn < 3; ++turn) {
    for (auto i = 1u; i < static_cast<unsigned>(name::last_); ++i) {
      auto id = static_cast<name>(i);
      auto told = decode(there, added(uut, id, "the value of all of them"));
      BOOST_TEST_REQUIRE((told && told->size() == 1));
      BOOST_TEST(told->front().name == fields::lower_case(id));
    }
  }
}

BOOST_AUTO_TEST_CASE(capitals_become_small) {
  for (auto size : {1, 7, 8, 9, 63, 64, 65, 300}) {
    for (auto c = 0; c < 256; ++c) {
      auto big = std::string(static_cast<std::size_t>(size), 'x');
      big.back() = static_cast<char>(c);
      auto small = big;
      small.back() = to_lower(small.back());
      auto uut = encoder{};
      auto there = decoder{4096, sizes()};
      auto block = added(uut, name::other, big, "v");
      BOOST_TEST_REQUIRE((decode(there, block) == lines{{small, "v"}}));
      BOOST_TEST_REQUIRE(
        (added(uut, name::other, small, "v") == from_hex("be")));
    }
  }
  auto uut = encoder{};
  auto there = decoder{4096, sizes()};
  BOOST_TEST((decode(there, added(uut, name::other, "X-Of-NOBODY-At-All", "V"))
              == lines{{"x-of-nobody-at-all", "V"}}));
}

BOOST_AUTO_TEST_CASE(strings_are_coded_if_that_is_shorter) {
  auto uut = encoder{};
  auto told = [&](std::string_view value) {
    return added(uut, name::content_length, value).substr(2);
  };
  BOOST_TEST((told("10")
              == "\x02"
                 "10"));
  BOOST_TEST((told("1000") == from_hex("83 08 00 0f")));
  BOOST_TEST((told("~~~~") == "\x04~~~~"));
}

BOOST_AUTO_TEST_CASE(what_drives_most_others_out_is_not_indexed) {
  auto uut = encoder{};
  added(uut, name::te, "trailers");
  auto room = std::size_t{4096 / 4 * 3 - 32} - std::string_view{"vary"}.size();
  auto most = added(uut, name::vary, std::string(room, 'v'));
  BOOST_TEST((most.substr(0, 1) == from_hex("7b")));
  auto more = added(uut, name::vary, std::string(room + 1, 'v'));
  BOOST_TEST((more.substr(0, 2) == from_hex("0f 2c")));
  BOOST_TEST((added(uut, name::te, "trailers") == from_hex("bf")));
}

BOOST_AUTO_TEST_CASE(what_is_evicted_is_not_found) {
  auto uut = encoder{};
  auto there = decoder{4096, sizes()};
  for (auto turn = 0; turn < 3; ++turn) {
    for (auto i = 0; i < 300; ++i) {
      auto value = std::to_string(i);
      auto block = added(uut, name::vary, value);
      BOOST_TEST_REQUIRE((block[0] & 0x40) != 0);
      BOOST_TEST_REQUIRE((decode(there, block) == lines{{"vary", value}}));
    }
  }
}

// -- the size of the table (section 4.2) --------------------------------------

struct settings {
  std::vector<std::size_t> limits;
  std::string_view updates;

  friend std::ostream& operator<<(std::ostream& out, const settings& x) {
    for (auto limit : x.limits)
      out << limit << ' ';
    return out;
  }
};

const auto changes = std::vector<settings>{
  {{}, ""},
  {{4096}, ""},
  {{10'000}, ""}, // we do not want more
  {{100}, "3f 45"},
  {{0}, "20"},
  {{0, 4096}, "20 3f e1 1f"},
  {{0, 100}, "20 3f 45"},
  {{100, 0}, "20"},
  {{100, 0, 200, 50, 10'000}, "20 3f e1 1f"},
  {{10'000, 100}, "3f 45"},
};

BOOST_DATA_TEST_CASE(tells_the_smallest_limit_and_the_last, data::make(changes),
                     row) {
  auto uut = encoder{};
  for (auto limit : row.limits)
    uut.set_limit(limit);
  BOOST_TEST((encode(uut, {}) == from_hex(row.updates)));
  BOOST_TEST(encode(uut, {}).empty());
}

BOOST_AUTO_TEST_CASE(a_table_is_no_larger_than_we_want) {
  auto small = encoder{100};
  BOOST_TEST((encode(small, {}) == from_hex("3f 45")));
  auto large = encoder{10'000};
  BOOST_TEST(encode(large, {}).empty());
  large.set_limit(100'000);
  BOOST_TEST((encode(large, {}) == from_hex("3f f1 4d")));
}

BOOST_AUTO_TEST_CASE(a_peer_may_want_no_table) {
  auto uut = encoder{};
  added(uut, name::te, "trailers");
  uut.set_limit(0);
  auto block = encode(uut, {{"te", "trailers"}});
  BOOST_TEST((block.substr(0, 2) == from_hex("20 00")));
  BOOST_TEST((encode(uut, {{"te", "trailers"}}) == block.substr(1)));
}

BOOST_AUTO_TEST_CASE(an_idle_one_costs_next_to_nothing) {
  BOOST_TEST(sizeof(encoder) <= 160u);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::codecs::hpack
