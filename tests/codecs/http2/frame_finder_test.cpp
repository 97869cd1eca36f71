#include "tests/codecs/http2/frames.hpp"

#include "codecs/http2/frame_finder.hpp"

#include <boost/test/unit_test.hpp>

#include <tuple>

namespace troupe::codecs::http2 {
namespace {

using namespace test;
using kind = frame_finder::kind;

constexpr auto max_frame = std::size_t{16'384};

/// Kind, stream, stream referred to, octets up to there.
using find = std::tuple<kind, std::int32_t, std::int32_t, std::size_t>;

std::vector<find> finds(frame_finder& uut,
                        const std::vector<std::string>& pieces) {
  auto result = std::vector<find>{};
  auto at = std::size_t{0};
  for (auto& piece : pieces)
    for (auto rest = as_octets(piece); !rest.empty();) {
      auto n = uut.next(rest);
      at += n;
      rest = rest.subspan(n);
      auto has_reference
        = uut.found() == kind::priority || uut.found() == kind::priority_update;
      if (uut.found() != kind::none)
        result.emplace_back(uut.found(), uut.stream(),
                            has_reference ? uut.referred() : 0, at);
    }
  return result;
}

BOOST_AUTO_TEST_SUITE(http2_frame_finder_test)

BOOST_AUTO_TEST_CASE(frames_are_found_however_the_octets_are_cut) {
  constexpr auto update = static_cast<type>(0x10);
  auto start = std::string{preface} + frame(type::settings, 0, 0);
  auto first = start + frame(type::data, 0, 7, std::string(300, '\0'));
  auto second = first + frame(type::headers, 0, 9, "abc")
                + frame(type::priority, 0, 9, number(0x80000003) + '\x10');
  auto third = second + frame(update, 0, 0, number(5) + "u=1");
  auto wire = third + frame(type::data, 1, 11);
  auto want = std::vector<find>{
    {kind::data, 7, 0, start.size() + 9},
    {kind::priority, 9, 3, second.size() - 1},
    {kind::priority_update, 0, 5, third.size() - 3},
    {kind::data, 11, 0, wire.size()},
  };
  for (std::size_t cut = 0; cut <= wire.size(); ++cut) {
    auto uut = frame_finder{preface.size(), max_frame, true};
    auto got = finds(uut, {wire.substr(0, cut), wire.substr(cut)});
    BOOST_TEST_CONTEXT("cut at " << cut)
    BOOST_TEST((got == want));
  }
}

BOOST_AUTO_TEST_CASE(a_head_that_breaks_a_rule_is_found) {
  auto uut = frame_finder{0, max_frame, true};
  auto got = finds(
    uut, {frame(type::data, padded, 1) + frame(type::data, padded, 1, "x")
          + frame(type::continuation, 0, 1, std::string(max_frame + 1, 'x'))});
  BOOST_TEST((got
              == std::vector<find>{{kind::fault, 1, 0, 9},
                                   {kind::data, 1, 0, 18},
                                   {kind::fault, 1, 0, 28}}));
  BOOST_TEST((uut.fault() == errc::frame_size_error));
}

BOOST_AUTO_TEST_CASE(data_is_passed_over_for_who_does_not_ask) {
  auto uut = frame_finder{0, max_frame, false};
  auto got = finds(uut, {frame(type::data, 0, 1, "abc")
                         + frame(type::priority, 0, 9, number(3) + 'x')
                         + frame(type::data, padded, 1)});
  BOOST_TEST((
    got
    == std::vector<find>{{kind::priority, 9, 3, 25}, {kind::fault, 1, 0, 35}}));
}

BOOST_AUTO_TEST_CASE(priorities_that_are_too_short_are_passed_over) {
  auto uut = frame_finder{0, max_frame, true};
  auto got = finds(uut, {frame(type::priority, 0, 9, "abc")
                         + frame(type::priority, 0, 9)
                         + frame(type::data, 0, 3, "x")});
  BOOST_TEST((got == std::vector<find>{{kind::data, 3, 0, 30}}));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::codecs::http2
