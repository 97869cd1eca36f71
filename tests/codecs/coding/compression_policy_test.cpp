#include "tests/codecs/coding/heads.hpp"

#include "codecs/coding/compression_policy.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <ostream>
#include <set>

namespace troupe::codecs::coding {
namespace {

namespace data = boost::unit_test::data;

constexpr auto browser = std::string_view{"Accept-Encoding: gzip, br"};
constexpr auto page
  = std::string_view{"Content-Type: text/html\nContent-Length: 5000"};

struct exchange_case {
  const char* name;
  std::string_view want;
  std::string_view request = browser;
  std::string_view response = page;
  http::status status = 200;
  http::method method = http::method::get;
};

std::ostream& operator<<(std::ostream& out, const exchange_case& x) {
  return out << x.name;
}

std::string spelled(const decision& x) {
  auto text = std::string{to_string(x.what)};
  if (x.transforms())
    text += ' ' + std::string{to_string(x.coding)};
  if (x.level != 0)
    text += ' ' + std::to_string(x.level);
  if (x.varies)
    text += ", varies";
  if (x.weakens_etag)
    text += ", weak";
  return text;
}

std::string decide(const exchange_case& row,
                   const compression_options& options = {}) {
  auto uut = compression_policy{options};
  return spelled(uut.decide(row.method, head_of(row.request), row.status,
                            head_of(row.response)));
}

using http::method;

const exchange_case by_default[] = {
  {"page", "encode br 4, varies, weak"},
  {"head_is_as_get", "encode br 4, varies, weak", browser, page, 200,
   method::head},
  {"post", "encode br 4, varies, weak", browser, page, 200, method::post},
  {"error_page", "encode br 4, varies, weak", browser, page, 404},
  {"unknown_length", "encode br 4, varies, weak", browser,
   "Content-Type: text/event-stream"},
  // -- the client
  {"prefers_gzip", "encode gzip 5, varies, weak",
   "Accept-Encoding: br;q=0.5, gzip"},
  {"says_nothing", "not_accepted, varies", ""},
  {"wants_identity", "not_accepted, varies", "Accept-Encoding: identity"},
  {"wants_what_we_lack", "not_accepted, varies", "Accept-Encoding: compress"},
  {"wants_nothing_at_all", "not_accepted, varies", "Accept-Encoding: *;q=0"},
  {"forbids_transformation", "no_transform",
   "Accept-Encoding: gzip\nCache-Control: no-cache, No-Transform"},
  // -- no content, or a part of it
  {"connect", "no_content", browser, page, 200, method::connect},
  {"connect_refused", "encode br 4, varies, weak", browser, page, 403,
   method::connect},
  {"switching_protocols", "no_content", browser, page, 101},
  {"early_hints", "no_content", browser, page, 103},
  {"no_content", "no_content", browser, page, 204},
  {"reset_content", "no_content", browser, page, 205},
  {"not_modified", "no_content", browser, "ETag: \"a\"", 304},
  {"not_modified_since_it_was_weakened", "no_content, weak",
   "If-None-Match: \"b\", W/\"a\"", "ETag: \"a\"", 304},
  {"not_modified_for_another_client", "no_content", "If-None-Match: \"a\"",
   "ETag: \"a\"", 304},
  {"not_modified_and_weak_itself", "no_content", "If-None-Match: W/\"a\"",
   "ETag: W/\"a\"", 304},
  {"partial_content", "partial", browser, page, 206},
  {"content_range", "partial", browser,
   "Content-Type: text/html\nContent-Range: bytes */5000", 416},
  // -- the response
  {"origin_forbids_it", "no_transform", browser,
   "Content-Type: text/html\nCache-Control: public, no-transform"},
  {"coded", "already_coded", browser,
   "Content-Type: text/html\nContent-Encoding: gzip"},
  {"coded_for_who_cannot_read_it", "already_coded", "",
   "Content-Type: text/html\nContent-Encoding: gzip"},
  {"coded_by_others", "already_coded", browser,
   "Content-Type: text/html\nContent-Encoding: aes128gcm"},
  {"identity_is_no_coding", "encode br 4, varies, weak", browser,
   "Content-Type: text/html\nContent-Encoding: identity"},
  {"image", "other_type", browser, "Content-Type: image/png"},
  {"no_type", "other_type", browser, "Content-Length: 5000"},
  {"small", "too_small", browser,
   "Content-Type: text/html\nContent-Length: 1023"},
  {"small_for_who_says_nothing", "too_small", "",
   "Content-Type: text/html\nContent-Length: 1023"},
  {"large_enough", "encode br 4, varies, weak", browser,
   "Content-Type: text/html\nContent-Length: 1024"},
};

const exchange_case decoding_for_others[] = {
  {"says_nothing", "decode gzip, varies, weak", "",
   "Content-Encoding: gzip\nContent-Type: image/png"},
  {"does_not_accept_it", "decode br, varies, weak", "Accept-Encoding: gzip",
   "Content-Encoding: br"},
  {"accepts_it", "already_coded, varies", browser, "Content-Encoding: br"},
  {"by_its_other_name", "decode gzip, varies, weak", "",
   "Content-Encoding: X-GZIP"},
  {"identity_beside", "decode gzip, varies, weak", "",
   "Content-Encoding: identity, gzip"},
  {"excludes_identity", "already_coded, varies",
   "Accept-Encoding: br, identity;q=0", "Content-Encoding: gzip"},
  {"two_codings", "already_coded", "", "Content-Encoding: gzip, br"},
  {"two_lines", "already_coded", "",
   "Content-Encoding: gzip\nContent-Encoding: br"},
  {"unknown_coding", "already_coded", "", "Content-Encoding: aes128gcm"},
  {"head", "decode gzip, varies, weak", "", "Content-Encoding: gzip", 200,
   method::head},
  {"partial_content", "partial", "", "Content-Encoding: gzip", 206},
  {"forbidden", "no_transform", "",
   "Content-Encoding: gzip\nCache-Control: no-transform"},
  {"what_is_not_coded_is_encoded", "encode br 4, varies, weak"},
};

BOOST_AUTO_TEST_SUITE(compression_policy_test)

BOOST_DATA_TEST_CASE(encodes_what_gains_by_it, data::make(by_default), row) {
  BOOST_TEST(decide(row) == row.want);
}

BOOST_DATA_TEST_CASE(decodes_for_who_cannot, data::make(decoding_for_others),
                     row) {
  BOOST_TEST(decide(row, {.decode = decode_for::others}) == row.want);
}

BOOST_AUTO_TEST_CASE(decodes_for_everybody_if_told_to) {
  auto options
    = compression_options{.offers = {}, .decode = decode_for::everybody};
  for (auto accepted :
       {"", "Accept-Encoding: gzip", "Accept-Encoding: gzip, identity;q=0"})
    BOOST_TEST(decide({"", "", accepted, "Content-Encoding: gzip"}, options)
               == "decode gzip, weak");
  BOOST_TEST(decide({"", "", "", "Content-Encoding: gzip, br"}, options)
             == "already_coded");
}

BOOST_AUTO_TEST_CASE(takes_order_and_level_from_the_options) {
  auto options
    = compression_options{.offers = {{kind::gzip, 9}, {kind::br, 1}}};
  BOOST_TEST(decide({"", ""}, options) == "encode gzip 9, varies, weak");
}

BOOST_AUTO_TEST_CASE(offers_nothing_when_switched_off) {
  BOOST_TEST(decide({"", ""}, {.offers = {}}) == "switched_off");
}

BOOST_AUTO_TEST_CASE(takes_the_smallest_size_from_the_options) {
  auto row = exchange_case{"", "", browser,
                           "Content-Type: text/html\nContent-Length: 1"};
  BOOST_TEST(decide(row, {.smallest = 0}) == "encode br 4, varies, weak");
  row.response = "Content-Type: text/html\nContent-Length: 0";
  BOOST_TEST(decide(row, {.smallest = 0}) == "too_small");
}

BOOST_AUTO_TEST_CASE(each_verdict_has_a_word_of_its_own) {
  constexpr auto last = static_cast<int>(verdict::not_accepted);
  std::set<std::string_view> words;
  for (auto i = 0; i <= last; ++i)
    words.insert(to_string(static_cast<verdict>(i)));
  BOOST_TEST(words.size() == static_cast<std::size_t>(last) + 1);
  BOOST_TEST(!words.contains("unknown"));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::codecs::coding
