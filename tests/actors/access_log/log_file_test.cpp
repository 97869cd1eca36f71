#include "tests/actors/access_log/scratch_log.hpp"

#include "actors/access_log/log_file.hpp"

#include <boost/test/unit_test.hpp>

#include <fcntl.h>
#include <sys/stat.h>

#include <filesystem>
#include <string>
#include <string_view>

namespace troupe::actors {
namespace {

using namespace std::string_view_literals;

class log_file_fixture {
protected:
  ~log_file_fixture() { ::umask(mask); }

  log_file open() {
    auto made = log_file::open(folder.path());
    BOOST_TEST_REQUIRE(made.ok());
    return *std::move(made);
  }

  static void write(log_file& to, std::string_view text) {
    BOOST_TEST(!to.write(text));
    BOOST_TEST(text == "");
  }

  test::scratch_log folder;
  mode_t mask = ::umask(0);
};

BOOST_FIXTURE_TEST_SUITE(log_file_test, log_file_fixture)

BOOST_AUTO_TEST_CASE(makes_the_file_and_appends_to_it) {
  {
    auto uut = open();
    write(uut, "a\n");
    write(uut, "b\n");
  }
  auto uut = open();
  write(uut, "c\n");
  BOOST_TEST(folder.text() == "a\nb\nc\n");
}

BOOST_AUTO_TEST_CASE(others_may_not_read_it) {
  auto uut = open();
  struct stat found {};
  BOOST_TEST_REQUIRE(::stat(folder.path().c_str(), &found) == 0);
  BOOST_TEST((found.st_mode & 07777) == mode_t{0640});
}

BOOST_AUTO_TEST_CASE(who_appends_as_well_is_not_overwritten) {
  auto one = open(), other = open();
  write(one, "1\n");
  write(other, "2\n");
  write(one, "3\n");
  BOOST_TEST(folder.text() == "1\n2\n3\n");
}

BOOST_AUTO_TEST_CASE(says_why_a_file_cannot_be_opened) {
  auto made = log_file::open(folder.path("none/log"));
  BOOST_TEST_REQUIRE(!made.ok());
  BOOST_TEST(made.error()
             == "cannot open " + folder.path("none/log")
                  + ": No such file or directory");
}

BOOST_AUTO_TEST_CASE(a_full_disk_is_an_error_and_takes_nothing) {
  auto uut = log_file::open("/dev/full");
  BOOST_TEST_REQUIRE(uut.ok());
  auto text = "a\n"sv;
  BOOST_TEST((uut->write(text) == std::errc::no_space_on_device));
  BOOST_TEST(text == "a\n");
}

BOOST_AUTO_TEST_CASE(follows_its_name_when_it_is_told_to) {
  auto uut = open();
  write(uut, "old\n");
  std::filesystem::rename(folder.path(), folder.path("access.log.1"));
  write(uut, "still old\n");
  BOOST_TEST(!uut.reopen());
  write(uut, "new\n");
  BOOST_TEST(folder.text("access.log.1") == "old\nstill old\n");
  BOOST_TEST(folder.text() == "new\n");
}

BOOST_AUTO_TEST_CASE(goes_on_with_the_old_file_if_there_can_be_no_new_one) {
  auto uut = open();
  std::filesystem::rename(folder.path(), folder.path("moved"));
  std::filesystem::create_directory(folder.path());
  BOOST_TEST((uut.reopen() == std::errc::is_a_directory));
  write(uut, "a\n");
  BOOST_TEST(folder.text("moved") == "a\n");
}

BOOST_AUTO_TEST_CASE(standard_streams_stay_open) {
  for (auto name : {"stdout", "stderr"}) {
    auto uut = log_file::open(name);
    BOOST_TEST_REQUIRE(uut.ok());
    BOOST_TEST(!uut->reopen());
  }
  BOOST_TEST(::fcntl(STDOUT_FILENO, F_GETFD) != -1);
  BOOST_TEST(::fcntl(STDERR_FILENO, F_GETFD) != -1);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
