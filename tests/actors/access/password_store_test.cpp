#include "tests/support/scratch_directory.hpp"

#include "actors/access/password_store.hpp"

#include "runtime/log/log.hpp"

#include <boost/test/unit_test.hpp>

#include <crypt.h>

#include <fstream>
#include <string>

namespace troupe::actors {
namespace {

using namespace std::chrono_literals;

/// As quick as SHA-256 can be.
std::string line(const std::string& user, const std::string& password) {
  auto place = crypt_data{};
  auto* hash = ::crypt_r(password.c_str(), "$5$rounds=1000$salt", &place);
  BOOST_TEST_REQUIRE(hash != nullptr);
  return user + ':' + hash + '\n';
}

struct fixture {
  fixture() { runtime::log::open({.level = runtime::log::level::off}); }
  ~fixture() { runtime::log::close(); }

  void write(const std::string& text) {
    std::ofstream{path, std::ios::binary} << text;
  }
  std::shared_ptr<password_store> open() {
    auto made = password_store::open(path);
    BOOST_TEST_REQUIRE(made.ok());
    return *made;
  }

  test::scratch_directory home;
  std::string path = (home.path() / "users").string();
};

BOOST_FIXTURE_TEST_SUITE(password_store_test, fixture)

BOOST_AUTO_TEST_CASE(what_was_verified_is_known) {
  write(line("ada", "secret"));
  auto uut = open();
  BOOST_TEST(!uut->knows("ada", "secret"));
  BOOST_TEST(!uut->verify("ada", "wrong"));
  BOOST_TEST(uut->verify("ada", "secret"));
  BOOST_TEST(uut->knows("ada", "secret"));
  BOOST_TEST(!uut->knows("ada", "wrong"));
}

BOOST_AUTO_TEST_CASE(a_file_that_has_changed_counts_at_once) {
  write(line("ada", "secret"));
  auto uut = open();
  BOOST_TEST(uut->verify("ada", "secret"));
  uut->refresh(); // it has not
  BOOST_TEST(uut->knows("ada", "secret"));
  write(line("ada", "another") + line("bob", "b"));
  uut->refresh();
  BOOST_TEST(!uut->knows("ada", "secret")); // nothing of old is remembered
  BOOST_TEST(!uut->verify("ada", "secret"));
  BOOST_TEST(uut->verify("ada", "another"));
  BOOST_TEST(uut->verify("bob", "b"));
}

BOOST_AUTO_TEST_CASE(a_file_that_will_not_do_changes_nothing) {
  write(line("ada", "secret"));
  auto uut = open();
  write("ada\n");
  uut->refresh();
  BOOST_TEST(uut->verify("ada", "secret"));
  std::filesystem::remove(path);
  uut->refresh();
  BOOST_TEST(uut->verify("ada", "secret"));
}

BOOST_AUTO_TEST_CASE(who_opens_it_hears_what_is_wrong) {
  auto made = password_store::open(path);
  BOOST_TEST_REQUIRE(!made.ok());
  BOOST_TEST(made.error() == "cannot read " + path);
  write("ada\n");
  made = password_store::open(path);
  BOOST_TEST_REQUIRE(!made.ok());
  BOOST_TEST(made.error().starts_with(path + ", line 1: "));
}

BOOST_AUTO_TEST_CASE(one_of_those_who_ask_looks_once_a_second) {
  write(line("ada", "secret"));
  auto uut = open();
  auto now = runtime::time::steady_point{} + 100s;
  BOOST_TEST(uut->is_due(now));
  BOOST_TEST(!uut->is_due(now));
  BOOST_TEST(!uut->is_due(now + 999ms));
  BOOST_TEST(uut->is_due(now + 1s));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
