#include "tests/support/scratch_directory.hpp"

#include "runtime/files/directory_watch.hpp"

#include <boost/test/unit_test.hpp>

#include <sys/stat.h>

#include <filesystem>
#include <string>

namespace troupe::runtime::files {
namespace {

namespace fs = std::filesystem;

class watch_fixture {
protected:
  fs::path in(std::string_view name) const { return place.path() / name; }

  /// Whether it was told of changes since the last time. The kernel tells of
  /// what a call did before that call returns.
  bool told() {
    heard = 0;
    loop.run_until_idle();
    return heard > 0;
  }

  test::scratch_directory place;
  loop::event_loop loop;
  int heard = 0;
  directory_watch uut{loop, in("watched").string(), [this] { ++heard; }};
};

BOOST_FIXTURE_TEST_SUITE(directory_watch_test, watch_fixture)

BOOST_AUTO_TEST_CASE(tells_of_whatever_changes_in_the_directory) {
  place.write("watched/a", "1");
  place.write("outside", "1");
  BOOST_TEST(!uut.follow());
  BOOST_TEST(!told());
  place.write("watched/a", "2");
  BOOST_TEST(told());
  fs::rename(in("outside"), in("watched/a"));
  BOOST_TEST(told());
  fs::rename(in("watched/a"), in("outside"));
  BOOST_TEST(told());
  place.link("watched/a", "../outside");
  BOOST_TEST(told());
  ::chmod(in("watched/a").c_str(), 0600); // which is outside
  BOOST_TEST(!told());
  fs::remove(in("watched/a"));
  BOOST_TEST(told());
  fs::create_hard_link(in("outside"), in("watched/b"));
  BOOST_TEST(told());
  ::chmod(in("watched/b").c_str(), 0640);
  BOOST_TEST(told());
  BOOST_TEST(!told());
}

BOOST_AUTO_TEST_CASE(reading_is_no_change) {
  place.write("watched/a", "1");
  BOOST_TEST(!uut.follow());
  std::ifstream{in("watched/a")}.get();
  BOOST_TEST(!told());
}

BOOST_AUTO_TEST_CASE(what_is_being_written_is_told_when_it_is_done) {
  place.write("watched/a", "1");
  BOOST_TEST(!uut.follow());
  auto file = std::ofstream{in("watched/a")};
  file << "half" << std::flush;
  BOOST_TEST(!told());
  file << " and half" << std::flush;
  file.close();
  BOOST_TEST(told());
}

BOOST_AUTO_TEST_CASE(what_changes_in_one_go_is_told_once) {
  place.write("watched/a", "1");
  BOOST_TEST(!uut.follow());
  for (auto i = 0; i < 2000; ++i)
    place.write("watched/" + std::to_string(i), "1");
  BOOST_TEST(told());
  BOOST_TEST(heard == 1);
}

BOOST_AUTO_TEST_CASE(hears_nothing_of_what_is_not_there_until_it_is) {
  BOOST_TEST((uut.follow() == std::errc::no_such_file_or_directory));
  place.write("watched/a", "1");
  BOOST_TEST(!told());
  BOOST_TEST(!uut.follow());
  place.write("watched/a", "2");
  BOOST_TEST(told());
}

BOOST_AUTO_TEST_CASE(follows_directories_only) {
  place.write("watched", "1");
  BOOST_TEST((uut.follow() == std::errc::not_a_directory));
}

BOOST_AUTO_TEST_CASE(goes_over_to_the_directory_that_took_the_place) {
  place.write("watched/a", "1");
  BOOST_TEST(!uut.follow());
  fs::rename(in("watched"), in("old"));
  BOOST_TEST(told());
  place.write("watched/a", "1");
  BOOST_TEST(!uut.follow());
  told(); // that the old one is left
  place.write("old/a", "2");
  BOOST_TEST(!told());
  place.write("watched/a", "2");
  BOOST_TEST(told());
}

BOOST_AUTO_TEST_CASE(following_again_changes_nothing) {
  place.write("watched/a", "1");
  BOOST_TEST(!uut.follow());
  BOOST_TEST(!uut.follow());
  BOOST_TEST(!told());
  place.write("watched/a", "2");
  BOOST_TEST(told());
}

BOOST_AUTO_TEST_CASE(tells_that_the_directory_is_gone) {
  place.write("watched/a", "1");
  BOOST_TEST(!uut.follow());
  fs::remove_all(in("watched"));
  BOOST_TEST(told());
  BOOST_TEST((uut.follow() == std::errc::no_such_file_or_directory));
  BOOST_TEST(!told());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::runtime::files
