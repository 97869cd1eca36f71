#include "runtime/log/log.hpp"
#include "runtime/net/fd.hpp"

#include <boost/test/unit_test.hpp>

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace troupe::runtime::log {
namespace {

/// A log in a folder of its own; both are gone with the test.
class log_file {
public:
  log_file() {
    auto name
      = (std::filesystem::temp_directory_path() / "troupe-XXXXXX").string();
    BOOST_TEST_REQUIRE(::mkdtemp(name.data()) != nullptr);
    folder_ = name;
  }
  ~log_file() {
    close();
    std::filesystem::remove_all(folder_);
  }

  std::string path(const char* name = "log") const {
    return (folder_ / name).string();
  }

  void start(level x = level::info) {
    BOOST_TEST_REQUIRE(open({.level = x, .file = path()}) == "");
  }

  /// What was written, after the writer has ended.
  std::vector<std::string> lines(const char* name = "log") {
    close();
    std::ifstream in{path(name)};
    std::vector<std::string> result;
    for (std::string line; std::getline(in, line);)
      result.push_back(line);
    return result;
  }

private:
  std::filesystem::path folder_;
};

/// What arrives in a pipe, until nobody writes any more.
std::string read_until_end(const net::fd& from) {
  std::string result;
  char piece[4096];
  for (;;) {
    auto waits = pollfd{.fd = from.get(), .events = POLLIN, .revents = 0};
    ::poll(&waits, 1, -1);
    const auto n = ::read(from.get(), piece, sizeof(piece));
    if (n <= 0)
      return result;
    result.append(piece, static_cast<std::size_t>(n));
  }
}

BOOST_AUTO_TEST_SUITE(log_test)

BOOST_AUTO_TEST_CASE(a_line_has_its_time_its_level_and_its_text) {
  log_file file;
  file.start();
  info("listening address={} port={}", "127.0.0.1", 80);
  const auto got = file.lines();
  BOOST_TEST_REQUIRE(got.size() == 1u);
  auto shape = got[0];
  for (auto& x : shape)
    x = x >= '0' && x <= '9' ? '9' : x;
  shape[std::string_view{"9999-99-99T99:99:99.999"}.size()] = '+'; // or '-'
  BOOST_TEST(shape
             == "9999-99-99T99:99:99.999+99:99 info "
                "listening address=999.9.9.9 port=99");
}

BOOST_AUTO_TEST_CASE(leaves_out_what_is_below_its_level) {
  log_file file;
  file.start(level::warning);
  BOOST_TEST(!enabled(level::info));
  BOOST_TEST(enabled(level::warning));
  BOOST_TEST(enabled(level::error));
  BOOST_TEST(!enabled(level::off));
  info("a");
  warning("b");
  error("c");
  write(level::debug, "d");
  BOOST_TEST(file.lines().size() == 2u);
}

BOOST_AUTO_TEST_CASE(is_silent_when_it_is_off) {
  log_file file;
  file.start(level::off);
  error("a");
  BOOST_TEST(file.lines().empty());
}

BOOST_AUTO_TEST_CASE(what_a_peer_sent_stays_on_its_line) {
  log_file file;
  file.start();
  write(level::info, "bad_head text=a\r\nb\x1b[2J{}\x7f");
  const auto got = file.lines();
  BOOST_TEST_REQUIRE(got.size() == 1u);
  BOOST_TEST(got[0].ends_with("info bad_head text=a\\x0d\\x0ab\\x1b[2J{}\\x7f"),
             got[0]);
}

BOOST_AUTO_TEST_CASE(goes_on_in_a_new_file_after_rotation) {
  log_file file;
  file.start();
  info("before");
  close(); // so that it is certain to be written
  file.start();
  std::filesystem::rename(file.path(), file.path("log.1"));
  reopen();
  info("after");
  const auto fresh = file.lines();
  const auto old = file.lines("log.1");
  BOOST_TEST_REQUIRE(old.size() == 1u);
  BOOST_TEST_REQUIRE(fresh.size() == 1u);
  BOOST_TEST(old[0].ends_with("before"));
  BOOST_TEST(fresh[0].ends_with("after"));
}

BOOST_AUTO_TEST_CASE(makes_the_new_file_even_if_nothing_is_written) {
  log_file file;
  file.start();
  std::filesystem::remove(file.path());
  reopen();
  close();
  BOOST_TEST(std::filesystem::exists(file.path()));
}

BOOST_AUTO_TEST_CASE(says_why_a_file_cannot_be_opened) {
  log_file file;
  const auto where = file.path("missing/log");
  BOOST_TEST(open({.file = where})
             == "cannot open " + where + ": No such file or directory");
  BOOST_TEST(!enabled(level::info)); // as before open()
  BOOST_TEST(enabled(level::warning));
}

BOOST_AUTO_TEST_CASE(a_disk_that_hangs_costs_counted_lines_and_nobody_waits) {
  log_file file;
  BOOST_TEST_REQUIRE(::mkfifo(file.path().c_str(), 0600) == 0);
  const auto far_end
    = net::fd{::open(file.path().c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC)};
  BOOST_TEST_REQUIRE(static_cast<bool>(far_end));
  file.start();
  constexpr auto sent = std::size_t{50000};
  for (std::size_t i = 0; i < sent; ++i)
    info("line n={}", i); // returns although nobody reads
  std::string text;
  {
    std::jthread reader{[&] { text = read_until_end(far_end); }};
    close();
  }
  auto written = std::size_t{0};
  auto dropped = std::size_t{0};
  std::istringstream in{text};
  for (std::string line; std::getline(in, line);) {
    constexpr auto marker = std::string_view{"log_lines_dropped count="};
    if (const auto at = line.find(marker); at != std::string::npos)
      dropped += std::stoul(line.substr(at + marker.size()));
    else
      ++written;
  }
  BOOST_TEST(dropped > 0u);
  BOOST_TEST(written + dropped == sent);
}

BOOST_AUTO_TEST_CASE(many_threads_write_whole_lines) {
  log_file file;
  file.start();
  {
    std::vector<std::jthread> writers;
    for (auto i = 0; i < 4; ++i)
      writers.emplace_back([i] {
        for (auto n = 0; n < 500; ++n)
          info("from={} n={} end", i, n);
      });
  }
  const auto got = file.lines();
  BOOST_TEST(got.size() == 2000u);
  for (const auto& x : got)
    BOOST_TEST_REQUIRE(x.ends_with(" end"));
}

BOOST_AUTO_TEST_CASE(opening_anew_goes_on_in_the_other_file) {
  log_file file;
  file.start();
  info("first");
  BOOST_TEST(open({.level = level::info, .file = file.path("other")}) == "");
  info("second");
  BOOST_TEST(file.lines().size() == 1u);
  BOOST_TEST(file.lines("other").size() == 1u);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::runtime::log
