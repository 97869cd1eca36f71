#include "actors/access/password_file.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

namespace troupe::actors {
namespace {

using std::string;

// "secret", hashed as cheaply as may be.
const auto yescrypt
  = string{"$y$j75$saltsaltsalt$jyf/lxrpdyAIshWRo1x5DRC6KIE7sNRRtjcomR3PgHA"};
const auto bcrypt
  = string{"$2y$04$abcdefghijklmnopqrstuu2r9OfJnfCsdneAXAGHnS4UpFFP8WIrW"};
const auto sha512
  = string{"$6$rounds=1000$salt$HNxBeBnDfSfUrTj6KiLnmd7tGCvHEmcExh8kl/"
           "S0cZ5WrCciNZgfhbpkeFQ4JfkHX.8vPq45lY0iINnCx1Lkm."};
const auto sha256
  = string{"$5$rounds=1000$salt$CCvcOM6b7TEJDPb37Aec/9UpOg4QhPNAxPpL9ZzjTB7"};

codecs::result<password_file, string> must_parse(const string& text) {
  auto x = password_file::parse(text);
  BOOST_TEST_REQUIRE(x.ok());
  return x;
}

BOOST_AUTO_TEST_SUITE(password_file_test)

BOOST_AUTO_TEST_CASE(verifies_each_kind_of_hash) {
  for (auto& hash : {yescrypt, bcrypt, sha512, sha256}) {
    BOOST_TEST_CONTEXT(hash) {
      auto uut = must_parse("ann:" + hash);
      BOOST_TEST(uut->verify("ann", "secret"));
      BOOST_TEST(!uut->verify("ann", "Secret"));
      BOOST_TEST(!uut->verify("ann", ""));
      BOOST_TEST(!uut->verify("ann", string{"secret\0x", 8}));
      BOOST_TEST(!uut->verify("ann", hash));
    }
  }
}

BOOST_AUTO_TEST_CASE(
  a_user_who_is_not_known_is_not_let_in_by_anothers_password) {
  auto uut = must_parse("ann:" + sha256 + "\n");
  BOOST_TEST(!uut->verify("bob", "secret"));
  BOOST_TEST(!uut->verify("", "secret"));
  BOOST_TEST(!uut->verify("Ann", "secret"));
  BOOST_TEST(!must_parse("")->verify("ann", "secret"));
}

BOOST_AUTO_TEST_CASE(reads_lines_as_editors_write_them) {
  auto uut = must_parse("# staff\r\n\r\nann:" + sha256 + "\r\n\nbob:" + bcrypt);
  BOOST_TEST(uut->size() == 2u);
  BOOST_TEST(uut->verify("ann", "secret"));
  BOOST_TEST(uut->verify("bob", "secret"));
}

BOOST_AUTO_TEST_CASE(says_which_line_is_wrong) {
  struct row {
    string text;
    string problem;
  };
  const auto weak
    = string{"the hash of 'a' is none of $y$, $2y$, $2a$, $2b$, $6$ and $5$"};
  const auto rows = std::vector<row>{
    {"ann", "line 1: is not of the form user:hash"},
    {"\n#\n:" + sha256, "line 3: is not of the form user:hash"},
    {"a:secret", "line 1: " + weak},
    {"a:", "line 1: " + weak},
    {"a:{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=", "line 1: " + weak},
    {"a:$apr1$abcdefgh$0123456789012345678901", "line 1: " + weak},
    {"a:" + sha256.substr(0, 60), "line 1: the hash of 'a' is damaged"},
    {"a:" + sha256 + ' ', "line 1: the hash of 'a' is damaged"},
    {"a:$2y$04$", "line 1: the hash of 'a' is damaged"},
    {"a:" + sha256 + "\na:" + bcrypt, "line 2: there is another line for 'a'"},
  };
  for (auto& x : rows) {
    auto got = password_file::parse(x.text);
    BOOST_TEST_REQUIRE(!got.ok(), x.text);
    BOOST_TEST(got.error() == x.problem);
  }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
