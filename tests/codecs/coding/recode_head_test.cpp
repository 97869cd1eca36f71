#include "tests/codecs/coding/heads.hpp"

#include "codecs/coding/recode_head.hpp"

#include <boost/test/unit_test.hpp>

namespace troupe::codecs::coding {
namespace {

constexpr auto to_brotli = decision{.what = verdict::encode,
                                    .coding = kind::br,
                                    .level = 4,
                                    .varies = true,
                                    .weakens_etag = true};
constexpr auto from_gzip = decision{.what = verdict::decode,
                                    .coding = kind::gzip,
                                    .varies = true,
                                    .weakens_etag = true};
constexpr auto left_to_vary
  = decision{.what = verdict::not_accepted, .varies = true};

std::string recoded(std::string_view text, const decision& x) {
  auto head = head_of(text);
  recode_head(head, x);
  return text_of(head);
}

BOOST_AUTO_TEST_SUITE(recode_head_test)

BOOST_AUTO_TEST_CASE(says_the_coding_and_nothing_that_is_no_longer_true) {
  BOOST_TEST(recoded("Content-Type: text/html\n"
                     "Content-Length: 5000\n"
                     "Accept-Ranges: bytes\n"
                     "ETag: \"a\"\n"
                     "content-digest: sha-256=:AA==:\n"
                     "Repr-Digest: sha-256=:AA==:\n"
                     "Digest: md5=AA==\n"
                     "Content-MD5: AA==\n"
                     "Last-Modified: Sun, 06 Nov 1994 08:49:37 GMT",
                     to_brotli)
             == "Content-Type: text/html\n"
                "ETag: W/\"a\"\n"
                "Last-Modified: Sun, 06 Nov 1994 08:49:37 GMT\n"
                "Content-Encoding: br\n"
                "Vary: Accept-Encoding");
}

BOOST_AUTO_TEST_CASE(undoes_the_coding) {
  BOOST_TEST(recoded("Content-Encoding: gzip\n"
                     "Content-Length: 5000\n"
                     "ETag: \"a\"\n"
                     "Repr-Digest: sha-256=:AA==:",
                     from_gzip)
             == "ETag: W/\"a\"\nVary: Accept-Encoding");
}

BOOST_AUTO_TEST_CASE(takes_digests_out_of_trailers) {
  auto trailers = head_of("Content-Digest: sha-256=:AA==:\nX-Time: 3");
  recode_trailers(trailers);
  BOOST_TEST(text_of(trailers) == "X-Time: 3");
}

BOOST_AUTO_TEST_CASE(replaces_identity) {
  BOOST_TEST(recoded("Content-Encoding: identity\nVary: *", to_brotli)
             == "Content-Encoding: br\nVary: *");
}

BOOST_AUTO_TEST_CASE(a_weak_tag_stays_as_it_is) {
  BOOST_TEST(
    recoded("Vary: *\nETag: W/\"a\"\nContent-Encoding: gzip", from_gzip)
    == "Vary: *\nETag: W/\"a\"");
}

BOOST_AUTO_TEST_CASE(varies_also_when_the_client_does_not_accept_it) {
  BOOST_TEST(recoded("Content-Length: 5000\nETag: \"a\"", left_to_vary)
             == "Content-Length: 5000\nETag: \"a\"\nVary: Accept-Encoding");
}

BOOST_AUTO_TEST_CASE(varies_once) {
  for (auto vary : {"Vary: Accept-Encoding", "Vary: Origin, accept-encoding",
                    "Vary: Origin\nVary: Accept-Encoding", "Vary: *"})
    BOOST_TEST(recoded(vary, left_to_vary) == vary);
  BOOST_TEST(recoded("Vary: Origin", left_to_vary)
             == "Vary: Origin\nVary: Accept-Encoding");
}

BOOST_AUTO_TEST_CASE(leaves_alone_what_nobody_decided_to_change) {
  constexpr auto text = "Content-Length: 5\nETag: \"a\"\nAccept-Ranges: bytes";
  BOOST_TEST(recoded(text, {.what = verdict::too_small}) == text);
}

BOOST_AUTO_TEST_CASE(weakens_the_tag_that_a_client_revalidates) {
  BOOST_TEST(recoded("ETag: \"a\"\nContent-Length: 5",
                     {.what = verdict::no_content, .weakens_etag = true})
             == "ETag: W/\"a\"\nContent-Length: 5");
}

BOOST_AUTO_TEST_CASE(knows_what_trailers_may_no_longer_say) {
  for (auto name : {"Content-Digest", "repr-digest", "Digest", "Content-MD5",
                    "Content-Length", "Accept-Ranges"})
    BOOST_TEST(describes_coded_octets(head_of(std::string{name} + ": x")[0]),
               name);
  for (auto name : {"Server-Timing", "ETag", "Want-Content-Digest", "X-Digest"})
    BOOST_TEST(!describes_coded_octets(head_of(std::string{name} + ": x")[0]),
               name);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::codecs::coding
