#include "codecs/coding/compression_options.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>

namespace troupe::codecs::coding {
namespace {

bool is_listed(std::string_view content_type) {
  auto list = compression_options{}.media_types;
  return std::any_of(list.begin(), list.end(), [&](auto& pattern) {
    return matches_media_type(pattern, content_type);
  });
}

BOOST_AUTO_TEST_SUITE(compression_options_test)

BOOST_AUTO_TEST_CASE(a_star_stands_for_anything) {
  BOOST_TEST(matches_media_type("text/*", "text/html"));
  BOOST_TEST(matches_media_type("text/*", "text/"));
  BOOST_TEST(!matches_media_type("text/*", "text"));
  BOOST_TEST(!matches_media_type("text/*", "x-text/html"));
  BOOST_TEST(matches_media_type("*+json", "application/problem+json"));
  BOOST_TEST(!matches_media_type("*+json", "application/json"));
  BOOST_TEST(!matches_media_type("*+json", "application/a+json-seq"));
  BOOST_TEST(matches_media_type("*", "image/png"));
  BOOST_TEST(matches_media_type("a/b*b", "a/bb"));
  BOOST_TEST(!matches_media_type("a/b*b", "a/b"));
}

BOOST_AUTO_TEST_CASE(without_a_star_all_has_to_be_equal) {
  BOOST_TEST(matches_media_type("font/ttf", "font/ttf"));
  BOOST_TEST(!matches_media_type("font/ttf", "font/ttf2"));
  BOOST_TEST(!matches_media_type("font/ttf", ""));
}

BOOST_AUTO_TEST_CASE(parameters_and_case_do_not_count) {
  BOOST_TEST(matches_media_type("text/*", "Text/HTML ; charset=utf-8"));
  BOOST_TEST(matches_media_type("Font/TTF", "font/ttf;a=b"));
  BOOST_TEST(!matches_media_type("*+json", "image/png; a=\"+json\""));
}

BOOST_AUTO_TEST_CASE(text_is_listed_and_what_is_compressed_is_not) {
  for (auto type :
       {"text/html", "text/event-stream", "application/json",
        "application/ld+json", "application/javascript", "image/svg+xml",
        "application/xhtml+xml", "application/wasm", "font/ttf"})
    BOOST_TEST(is_listed(type), type);
  for (auto type :
       {"image/png", "image/jpeg", "video/mp4", "audio/ogg", "application/zip",
        "application/gzip", "application/octet-stream", "font/woff2", ""})
    BOOST_TEST(!is_listed(type), type);
}

BOOST_AUTO_TEST_CASE(the_defaults_are_in_order) {
  BOOST_TEST(problem_with({}).value_or("nothing") == "nothing");
}

BOOST_AUTO_TEST_CASE(says_what_is_wrong) {
  compression_options x;
  x.offers = {{kind::gzip, 10}};
  BOOST_TEST(problem_with(x).value() == "level 10 of gzip is not in 1 to 9");
  x.offers = {{kind::br, -1}};
  BOOST_TEST(problem_with(x).value() == "level -1 of br is not in 0 to 11");
  x.offers = {{kind::identity, 0}};
  BOOST_TEST(problem_with(x).value()
             == "identity is always offered, and is no compression");
  x.offers = {{kind::gzip, 1}, {kind::br, 1}, {kind::gzip, 2}};
  BOOST_TEST(problem_with(x).value() == "gzip is offered twice");
  x.offers.clear();
  x.media_types = {"text/*", "*/*"};
  BOOST_TEST(problem_with(x).value()
             == "more than one '*' in media type '*/*'");
  x.media_types = {"text"};
  BOOST_TEST(problem_with(x).value() == "'text' is no media type");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::codecs::coding
