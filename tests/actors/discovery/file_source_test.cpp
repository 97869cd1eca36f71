#include "tests/support/loop_fixture.hpp"
#include "tests/support/scratch_directory.hpp"
#include "tests/support/source_diary.hpp"

#include "actors/discovery/file_source.hpp"

#include <boost/test/unit_test.hpp>
#include <caf/send.hpp>

#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace troupe::actors {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

class source_fixture : public test::loop_fixture {
protected:
  ~source_fixture() { end_subscriber(); }

  fs::path in(std::string_view name) const { return place.path() / name; }

  void spawn_uut() {
    subscriber = sys.spawn(test::keep_diary, heard);
    uut = spawn_pinned<file_source>(
      unit, file_source_options{in("dir/list").string()}, subscriber);
    settle();
  }

  void end_subscriber() {
    caf::anon_send_exit(subscriber, caf::exit_reason::user_shutdown);
    subscriber = nullptr;
    settle();
  }

  void write(std::string_view text) { place.write("dir/list", text); }

  /// What the subscriber was told since the last time, soon after a change;
  /// paths begin in the scratch directory.
  std::string news() {
    settle();
    pass(60ms);
    auto result = std::exchange(*heard, {});
    auto prefix = place.path().string() + '/';
    for (auto at = result.find(prefix); at != result.npos;
         at = result.find(prefix))
      result.erase(at, prefix.size());
    return result;
  }

  test::scratch_directory place;
  test::source_diary heard = std::make_shared<std::string>();
  discovery_subscriber_actor subscriber;
  backend_source_actor uut;
};

BOOST_FIXTURE_TEST_SUITE(file_source_test, source_fixture)

// -- changes ------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(tells_of_what_is_there_and_of_what_is_written) {
  write("[10.0.0.1:80, 10.0.0.2:80]");
  spawn_uut();
  BOOST_TEST(news() == "found 10.0.0.1:80 10.0.0.2:80");
  write("[10.0.0.2:80]");
  BOOST_TEST(news() == "found 10.0.0.2:80");
  write("# the same\n[10.0.0.2:80]");
  BOOST_TEST(news() == "");
}

BOOST_AUTO_TEST_CASE(a_rename_into_place_is_a_change) {
  write("[10.0.0.1:80]");
  spawn_uut();
  news();
  place.write("dir/list.new", "[10.0.0.2:80]");
  BOOST_TEST(news() == "");
  fs::rename(in("dir/list.new"), in("dir/list"));
  BOOST_TEST(news() == "found 10.0.0.2:80");
}

BOOST_AUTO_TEST_CASE(a_config_map_of_kubernetes_swaps_a_link) {
  place.write("dir/..1/list", "[10.0.0.1:80]");
  place.link("dir/..data", "..1");
  place.link("dir/list", "..data/list");
  spawn_uut();
  BOOST_TEST(news() == "found 10.0.0.1:80");
  for (auto i : {2, 3}) {
    auto next = ".." + std::to_string(i);
    place.write("dir/" + next + "/list",
                "[10.0.0." + std::to_string(i) + ":80]");
    place.link("dir/..data_tmp", next);
    fs::rename(in("dir/..data_tmp"), in("dir/..data"));
    fs::remove_all(in("dir/.." + std::to_string(i - 1)));
    BOOST_TEST(news() == "found 10.0.0." + std::to_string(i) + ":80");
  }
}

BOOST_AUTO_TEST_CASE(many_changes_are_one_look) {
  write("[10.0.0.1:80]");
  spawn_uut();
  news();
  for (auto i = 2; i < 100; ++i) {
    write("[10.0.0." + std::to_string(i) + ":80]");
    settle();
  }
  BOOST_TEST(*heard == "");
  BOOST_TEST(news() == "found 10.0.0.99:80");
}

BOOST_AUTO_TEST_CASE(a_directory_that_never_rests_is_looked_at_nevertheless) {
  write("[10.0.0.1:80]");
  spawn_uut();
  news();
  write("[10.0.0.2:80]");
  for (auto i = 0; i < 6; ++i) {
    place.write("dir/other", "x");
    pass(10ms);
  }
  BOOST_TEST(std::exchange(*heard, {}) == "found 10.0.0.2:80");
}

BOOST_AUTO_TEST_CASE(looks_at_once_when_it_is_told_to) {
  write("[10.0.0.1:80]");
  spawn_uut();
  news();
  write("[10.0.0.2:80]");
  caf::anon_send(uut, look_again{});
  settle();
  BOOST_TEST(*heard == "found 10.0.0.2:80");
}

// -- what goes wrong ----------------------------------------------------------

BOOST_AUTO_TEST_CASE(nobody_is_forgotten_because_of_a_failure) {
  write("[10.0.0.1:80]");
  spawn_uut();
  BOOST_TEST(news() == "found 10.0.0.1:80");
  write("");
  BOOST_TEST(news()
             == "failed dir/list: 'backends' should be a list, not empty");
  write("[10.0.0.1:80]");
  BOOST_TEST(news() == "");
  fs::remove(in("dir/list"));
  BOOST_TEST(news() == "failed dir/list: there is no such file");
  pass(31s);
  BOOST_TEST(news() == "");
  write("- 10.0.0.1:80\n- 10.0.0");
  BOOST_TEST(
    news() == "failed dir/list:2:3: 'backend' will not do: 10.0.0 has no port");
  write("[10.0.0.2:80]");
  BOOST_TEST(news() == "found 10.0.0.2:80");
}

BOOST_AUTO_TEST_CASE(the_same_failure_is_told_again_after_it_was_over) {
  write("[10.0.0.1:80]");
  spawn_uut();
  news();
  for (auto i = 0; i < 2; ++i) {
    write("[10");
    BOOST_TEST(news().starts_with("failed dir/list:"));
    write("[10.0.0.1:80]");
    BOOST_TEST(news() == "");
  }
}

BOOST_AUTO_TEST_CASE(what_is_being_written_is_not_read_before_it_is_closed) {
  write("[10.0.0.1:80]");
  spawn_uut();
  news();
  auto file = std::ofstream{in("dir/list")};
  file << "[10.0.0.2:80" << std::flush;
  BOOST_TEST(news() == "");
  file << "]";
  file.close();
  BOOST_TEST(news() == "found 10.0.0.2:80");
}

BOOST_AUTO_TEST_CASE(a_file_may_come_later) {
  fs::create_directory(in("dir"));
  spawn_uut();
  BOOST_TEST(news() == "failed dir/list: there is no such file");
  write("[10.0.0.1:80]");
  BOOST_TEST(news() == "found 10.0.0.1:80");
}

BOOST_AUTO_TEST_CASE(an_empty_file_at_the_start_is_a_failure) {
  write("");
  spawn_uut();
  BOOST_TEST(news()
             == "failed dir/list: 'backends' should be a list, not empty");
}

BOOST_AUTO_TEST_CASE(what_is_no_file_or_too_large_is_not_read) {
  fs::create_directories(in("dir/list"));
  spawn_uut();
  BOOST_TEST(news() == "failed dir/list: this is a directory, not a file");
  fs::remove(in("dir/list"));
  BOOST_TEST_REQUIRE(::mkfifo(in("dir/list").c_str(), 0600) == 0);
  BOOST_TEST(news() == "failed dir/list: this is not a regular file");
  fs::remove(in("dir/list"));
  place.write("dir/new", "");
  fs::resize_file(in("dir/new"), (4 << 20) + 1);
  fs::rename(in("dir/new"), in("dir/list"));
  BOOST_TEST(news() == "failed dir/list: this file is larger than 4MiB");
  fs::resize_file(in("dir/list"), 0);
  write("[10.0.0.1:80]");
  BOOST_TEST(news() == "found 10.0.0.1:80");
}

// -- changes that nobody tells ------------------------------------------------

BOOST_AUTO_TEST_CASE(what_changes_beyond_a_link_is_seen_within_30_s) {
  place.write("elsewhere/list", "[10.0.0.1:80]");
  fs::create_directory(in("dir"));
  place.link("dir/list", "../elsewhere/list");
  spawn_uut();
  news();
  place.write("elsewhere/list", "[10.0.0.2:80]");
  pass(29s);
  BOOST_TEST(news() == "");
  pass(1s);
  BOOST_TEST(news() == "found 10.0.0.2:80");
}

BOOST_AUTO_TEST_CASE(a_directory_may_come_late_and_may_be_replaced) {
  spawn_uut();
  BOOST_TEST(news() == "failed dir/list: there is no such file");
  write("[10.0.0.1:80]");
  pass(30s);
  BOOST_TEST(news() == "found 10.0.0.1:80");
  fs::rename(in("dir"), in("old"));
  write("[10.0.0.2:80]");
  BOOST_TEST(news() == "found 10.0.0.2:80");
  write("[10.0.0.3:80]");
  BOOST_TEST(news() == "found 10.0.0.3:80");
}

BOOST_AUTO_TEST_CASE(without_descriptors_it_looks_again_and_hears_later) {
  write("[10.0.0.1:80]");
  auto before = rlimit{};
  BOOST_TEST_REQUIRE(::getrlimit(RLIMIT_NOFILE, &before) == 0);
  auto next = ::dup(0); // and all below are taken
  ::close(next);
  auto low = before;
  low.rlim_cur = static_cast<rlim_t>(next);
  BOOST_TEST_REQUIRE(::setrlimit(RLIMIT_NOFILE, &low) == 0);
  spawn_uut();
  ::setrlimit(RLIMIT_NOFILE, &before);
  BOOST_TEST(news()
             == "failed dir/list: this file cannot be read: "
                "Too many open files");
  pass(30s);
  BOOST_TEST(news() == "found 10.0.0.1:80");
  write("[10.0.0.2:80]");
  BOOST_TEST(news() == "found 10.0.0.2:80");
}

// -- the end ------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(ends_with_its_subscriber) {
  write("[10.0.0.1:80]");
  spawn_uut();
  news();
  auto* ours = caf::actor_cast<caf::abstract_actor*>(uut);
  BOOST_TEST(!ours->getf(caf::abstract_actor::is_terminated_flag));
  end_subscriber();
  BOOST_TEST(ours->getf(caf::abstract_actor::is_terminated_flag));
  write("[10.0.0.2:80]");
  pass(1h); // and nothing rings
  BOOST_TEST(news() == "");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
