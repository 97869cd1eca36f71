#include "runtime/config/file.hpp"

#include <boost/test/unit_test.hpp>

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace troupe::runtime::config {
namespace {

class file_fixture {
protected:
  file_fixture() {
    auto name
      = (std::filesystem::temp_directory_path() / "troupe-XXXXXX").string();
    BOOST_REQUIRE(::mkdtemp(name.data()) != nullptr);
    folder = name;
  }

  ~file_fixture() { std::filesystem::remove_all(folder); }

  std::filesystem::path folder;
};

BOOST_FIXTURE_TEST_SUITE(file_test, file_fixture)

BOOST_AUTO_TEST_CASE(reads_a_file_to_its_end) {
  auto path = folder / "a";
  std::string text(50'000, 'x');
  std::ofstream{path} << text;
  auto got = read_file(path);
  BOOST_TEST_REQUIRE(got.ok());
  BOOST_TEST(*got == text);
}

BOOST_AUTO_TEST_CASE(says_why_there_is_nothing_to_read) {
  BOOST_TEST(read_file(folder / "none").error().why == "there is no such file");
  BOOST_TEST(read_file(folder).error().why
             == "this is a directory, not a file");
  BOOST_TEST(read_file(folder / std::string(300, 'x')).error().why
             == "this file cannot be read: File name too long");
}

BOOST_AUTO_TEST_CASE(says_that_a_file_may_not_be_read) {
  auto path = folder / "secret";
  std::ofstream{path} << "x";
  std::filesystem::permissions(path, std::filesystem::perms::none);
  if (::geteuid() != 0) // who may read everything
    BOOST_TEST(read_file(path).error().why == "we may not read this file");
}

BOOST_AUTO_TEST_CASE(refuses_what_never_ends) {
  BOOST_TEST(read_file("/dev/zero").error().why
             == "this file is larger than 16MiB");
}

BOOST_AUTO_TEST_CASE(a_regular_file_is_read_up_to_its_bound) {
  auto path = folder / "a";
  std::ofstream{path} << std::string(1024, 'x');
  auto got = read_regular_file(path, 1024);
  BOOST_TEST_REQUIRE(got.ok());
  BOOST_TEST(got->size() == 1024u);
  std::ofstream{path, std::ios::app} << 'x';
  BOOST_TEST(read_regular_file(path, 1024).error().why
             == "this file is larger than 1KiB");
}

BOOST_AUTO_TEST_CASE(nobody_waits_for_what_is_no_regular_file) {
  auto path = folder / "fifo";
  BOOST_TEST_REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
  BOOST_TEST(read_regular_file(path, 1024).error().why
             == "this is not a regular file");
  BOOST_TEST(read_regular_file("/dev/zero", 1024).error().why
             == "this is not a regular file");
  BOOST_TEST(read_regular_file(folder, 1024).error().why
             == "this is a directory, not a file");
  BOOST_TEST(read_regular_file(folder / "none", 1024).error().why
             == "there is no such file");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::runtime::config
