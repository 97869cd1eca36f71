#include "tests/actors/access_log/ask.hpp"
#include "tests/actors/access_log/scratch_log.hpp"
#include "tests/support/actor_fixture.hpp"

#include "actors/access_log/access_log.hpp"

#include <boost/test/unit_test.hpp>
#include <caf/scoped_actor.hpp>
#include <caf/send.hpp>

#include <signal.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace troupe::actors {
namespace {

using namespace std::chrono_literals;
using lines = std::vector<std::string>;

log_batch_ptr batch_of(std::string text) {
  auto count = std::count(text.begin(), text.end(), '\n');
  return std::make_shared<log_batch>(
    log_batch{std::move(text), static_cast<std::size_t>(count)});
}

/// Files of this process get no larger.
class small_disk {
public:
  explicit small_disk(rlim_t octets) {
    BOOST_TEST_REQUIRE(::getrlimit(RLIMIT_FSIZE, &before_) == 0);
    ::signal(SIGXFSZ, SIG_IGN);
    auto low = before_;
    low.rlim_cur = octets;
    BOOST_TEST_REQUIRE(::setrlimit(RLIMIT_FSIZE, &low) == 0);
  }
  ~small_disk() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    ::signal(SIGXFSZ, SIG_DFL);
  }
  small_disk(const small_disk&) = delete;
  small_disk& operator=(const small_disk&) = delete;

private:
  rlimit before_{};
};

class access_log_fixture : public test::actor_fixture {
protected:
  ~access_log_fixture() {
    caf::anon_send_exit(uut, caf::exit_reason::user_shutdown);
    settle();
  }

  void spawn_uut(const std::string& path) {
    auto file = log_file::open(path);
    BOOST_TEST_REQUIRE(file.ok());
    uut = sys.spawn(access_log, std::make_shared<log_file>(*std::move(file)));
  }
  void spawn_uut() { spawn_uut(folder.path()); }

  /// How often the batch came back, so far.
  std::shared_ptr<int> write(std::string text) {
    auto returned = test::ask<batch_returned>(
      sys, uut, write_lines{batch_of(std::move(text))});
    settle();
    return returned;
  }

  std::shared_ptr<int> ask_to_drain() {
    auto drained = test::ask<log_drained>(sys, uut, drain{});
    settle();
    return drained;
  }

  template <class Message>
  void tell(Message x) {
    caf::anon_send(uut, x);
    settle();
  }

  void pass(caf::timespan t) {
    sched.advance_time(t);
    settle();
  }

  /// The log's name belongs to a full disk, and to a file again.
  void fill_disk() {
    std::filesystem::create_symlink("/dev/full", folder.path());
  }
  void make_room() { std::filesystem::remove(folder.path()); }

  test::scratch_log folder;
  access_log_actor uut;
};

BOOST_FIXTURE_TEST_SUITE(access_log_test, access_log_fixture)

BOOST_AUTO_TEST_CASE(writes_lines_in_the_order_in_which_they_come) {
  spawn_uut();
  BOOST_TEST(*write("a\nb\n") == 1);
  BOOST_TEST(*write("c\n") == 1);
  BOOST_TEST(folder.text() == "a\nb\nc\n");
}

BOOST_AUTO_TEST_CASE(follows_its_name_after_a_rotation) {
  spawn_uut();
  write("a\n");
  std::filesystem::rename(folder.path(), folder.path("access.log.1"));
  write("b\n");
  tell(reopen_log{});
  write("c\n");
  BOOST_TEST(folder.text("access.log.1") == "a\nb\n");
  BOOST_TEST(folder.text() == "c\n");
}

BOOST_AUTO_TEST_CASE(says_when_there_can_be_no_new_file) {
  spawn_uut();
  std::filesystem::rename(folder.path(), folder.path("moved"));
  std::filesystem::create_directory(folder.path());
  tell(reopen_log{});
  write("a\n");
  BOOST_TEST(folder.text("moved") == "a\n");
  auto want = lines{"access_log_reopen_failed log=" + folder.path()
                    + " because=\"Is a directory\""};
  BOOST_TEST(folder.told() == want, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(keeps_lines_while_the_disk_is_full_and_tries_again) {
  fill_disk();
  spawn_uut();
  auto first = write("a\n"), second = write("b\n");
  pass(10s);
  BOOST_TEST(*first == 0);
  BOOST_TEST(*second == 0);
  make_room();
  tell(reopen_log{});
  BOOST_TEST(*first == 1);
  BOOST_TEST(*second == 1);
  BOOST_TEST(folder.text() == "a\nb\n");
}

BOOST_AUTO_TEST_CASE(says_once_that_the_disk_is_full_and_when_it_is_not) {
  fill_disk();
  spawn_uut();
  write("a\n");
  for (auto i = 0; i < 10; ++i)
    pass(1s);
  auto want = lines{"access_log_write_failed log=" + folder.path()
                    + " because=\"No space left on device\" suppressed=0"};
  BOOST_TEST(folder.told() == want, boost::test_tools::per_element());
  make_room();
  tell(reopen_log{});
  want.push_back("access_log_write_works_again log=" + folder.path());
  BOOST_TEST(folder.told() == want, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(
  goes_on_in_the_middle_of_a_line_where_there_is_room_again) {
  spawn_uut();
  auto returned = std::shared_ptr<int>{};
  {
    auto disk = small_disk{8};
    returned = write("first\nsecond\nthird\n");
    pass(2s);
    BOOST_TEST(*returned == 0);
  }
  BOOST_TEST(folder.text() == "first\nse");
  pass(1s);
  BOOST_TEST(*returned == 1);
  BOOST_TEST(folder.text() == "first\nsecond\nthird\n");
}

BOOST_AUTO_TEST_CASE(a_line_that_was_cut_is_whole_in_the_next_file) {
  for (auto room : {1, 6, 7, 12, 13}) {
    spawn_uut();
    {
      auto disk = small_disk{static_cast<rlim_t>(room)};
      write("first\nsecond\nthird\n");
    }
    std::filesystem::rename(folder.path(), folder.path("old"));
    tell(reopen_log{});
    const auto begun = room < 6 ? 0u : room < 13 ? 6u : 13u;
    BOOST_TEST(folder.text()
               == std::string{"first\nsecond\nthird\n"}.substr(begun));
    make_room();
    tell(drain{});
  }
}

BOOST_AUTO_TEST_CASE(gives_up_when_nobody_can_wait) {
  fill_disk();
  spawn_uut();
  auto first = write("a\nb\n"), second = write("c\n");
  tell(give_up_waiting{});
  BOOST_TEST(*first == 1);
  BOOST_TEST(*second == 1);
  BOOST_TEST(folder.told().back()
             == "access_log_lines_lost log=" + folder.path() + " count=3");
}

BOOST_AUTO_TEST_CASE(when_it_falls_nobody_waits_for_it) {
  fill_disk();
  spawn_uut();
  auto bad_news = std::make_shared<int>(0);
  sys.spawn(
    [bad_news](caf::event_based_actor* self, const access_log_actor& to) {
      self->request(to, caf::infinite, write_lines{batch_of("a\n")})
        .then([](batch_returned) {},
              [bad_news](const caf::error&) { ++*bad_news; });
    },
    uut);
  settle();
  caf::anon_send_exit(uut, caf::exit_reason::kill);
  settle();
  BOOST_TEST(*bad_news == 1);
}

BOOST_AUTO_TEST_CASE(drain_ends_it_when_all_is_written) {
  spawn_uut();
  write("a\n");
  BOOST_TEST(*ask_to_drain() == 1);
  BOOST_TEST(folder.text() == "a\n");
  BOOST_TEST(*write("b\n") == 0);
}

BOOST_AUTO_TEST_CASE(drain_does_not_wait_for_a_full_disk) {
  fill_disk();
  spawn_uut();
  auto returned = write("a\n");
  BOOST_TEST(*ask_to_drain() == 1);
  BOOST_TEST(*returned == 1);
}

BOOST_AUTO_TEST_SUITE_END()

// With a thread of its own, as in a proxy.
BOOST_AUTO_TEST_SUITE(detached_access_log_test)

BOOST_AUTO_TEST_CASE(writes_all_that_was_handed_over_before_it_ends) {
  auto folder = test::scratch_log{};
  auto cfg = caf::actor_system_config{};
  auto sys = caf::actor_system{cfg};
  auto file = log_file::open(folder.path());
  BOOST_TEST_REQUIRE(file.ok());
  auto uut = sys.spawn<caf::detached>(
    access_log, std::make_shared<log_file>(*std::move(file)));
  auto want = std::string{};
  for (auto i = 0; i < 1000; ++i) {
    auto text = std::to_string(i) + '\n';
    want += text;
    caf::anon_send(uut, write_lines{batch_of(std::move(text))});
  }
  auto self = caf::scoped_actor{sys};
  auto drained = false;
  self->request(uut, 20s, drain{})
    .receive([&](log_drained) { drained = true; },
             [&](const caf::error& x) { BOOST_ERROR(sys.render(x)); });
  BOOST_TEST(drained);
  BOOST_TEST(folder.text() == want);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
