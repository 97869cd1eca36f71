#include "tests/runtime/tls/certificates.hpp"
#include "tests/support/scratch_directory.hpp"

#include "runtime/tls/identity.hpp"

#include <boost/test/unit_test.hpp>

#include <sys/stat.h>

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::runtime::tls {
namespace {

struct fixture {
  certificates all;
  test::scratch_directory folder;

  std::string file(std::string_view name, std::string_view text) const {
    folder.write(name, text);
    return folder.path() / name;
  }
  std::string problem(const std::string& certificate,
                      const std::string& key) const {
    auto got = identity::from_pem(certificate, key);
    return got ? "" : got.error();
  }
};

BOOST_FIXTURE_TEST_SUITE(identity_test, fixture)

BOOST_AUTO_TEST_CASE(tells_what_the_certificate_says) {
  auto wish = certificates::wish_for("www.A.example");
  wish.names.push_back("*.b.example");
  wish.addresses = {"127.0.0.1", "2001:db8::1"};
  auto uut = all.make_identity(wish);
  auto& facts = uut.facts();
  BOOST_TEST(facts.subject == "CN=www.A.example");
  BOOST_TEST(facts.issuer == "CN=The Test Authority");
  BOOST_TEST(facts.names
               == (std::vector<std::string>{"www.a.example", "*.b.example"}),
             boost::test_tools::per_element());
  BOOST_TEST(facts.addresses
               == (std::vector<std::string>{"127.0.0.1", "2001:db8::1"}),
             boost::test_tools::per_element());
  BOOST_TEST(facts.fingerprint.size() == 64u);
  auto seconds = [](auto x) { return std::chrono::system_clock::to_time_t(x); };
  BOOST_TEST(seconds(facts.not_after) == seconds(wish.not_after));
  BOOST_TEST(seconds(facts.not_before) == seconds(wish.not_before));
}

BOOST_AUTO_TEST_CASE(knows_the_kind_of_its_key) {
  BOOST_TEST((all.make_identity("a").kind() == key_kind::ecdsa));
  BOOST_TEST((all.make_identity("a", key_kind::rsa).kind() == key_kind::rsa));
}

BOOST_AUTO_TEST_CASE(a_key_of_another_is_refused) {
  BOOST_TEST(problem(all.make("a").certificate, all.make("a").key)
             == "the key is not that of the certificate");
  BOOST_TEST(
    problem(all.make("a").certificate, all.make("a", key_kind::rsa).key)
    == "the key is not that of the certificate");
}

BOOST_AUTO_TEST_CASE(what_is_missing_or_broken_is_told) {
  auto x = all.make("a");
  auto broken = x.certificate;
  broken.replace(broken.find("MI"), 4, "AAAA");
  auto broken_key = x.key;
  broken_key.replace(broken_key.find("MI"), 4, "AAAA");
  BOOST_TEST(problem("", x.key) == "there is no certificate in it");
  BOOST_TEST(problem(x.key, x.key) == "there is no certificate in it");
  BOOST_TEST(problem(x.certificate, x.certificate)
             == "there is no private key in it");
  BOOST_TEST(
    problem(broken, x.key).starts_with("a certificate is malformed: "));
  BOOST_TEST(
    problem(x.certificate, broken_key).starts_with("the key is malformed: "));
  BOOST_TEST(problem(x.certificate,
                     "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n"
                     "-----END ENCRYPTED PRIVATE KEY-----\n")
             == "the key has a passphrase");
}

BOOST_AUTO_TEST_CASE(certificate_and_key_may_share_a_file) {
  auto x = all.make("a");
  auto both = file("both.pem", x.certificate + x.key);
  BOOST_TEST(read_identity({both, both}).ok());
}

BOOST_AUTO_TEST_CASE(the_file_is_named) {
  auto x = all.make("a");
  auto certificate = file("a.pem", x.certificate);
  auto key = file("a.key", all.make("b").key);
  auto got = read_identity({certificate, folder.path() / "none.key"});
  BOOST_TEST_REQUIRE(!got.ok());
  BOOST_TEST(got.error()
             == "cannot read " + (folder.path() / "none.key").string()
                  + ": there is no such file");
  got = read_identity({certificate, key});
  BOOST_TEST_REQUIRE(!got.ok());
  BOOST_TEST(got.error()
             == certificate + " with " + key
                  + ": the key is not that of the certificate");
}

BOOST_AUTO_TEST_CASE(a_key_for_everybody_is_told) {
  auto x = all.make("a");
  auto files
    = identity_files{file("a.pem", x.certificate), file("a.key", x.key)};
  ::chmod(files.key.c_str(), 0640);
  BOOST_TEST(!exposure_of(files));
  ::chmod(files.key.c_str(), 0644);
  BOOST_TEST(exposure_of(files).value()
             == files.key + " has a private key, and everybody may read it");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::runtime::tls
