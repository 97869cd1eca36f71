#pragma once

#include "runtime/log/log.hpp"

#include <boost/test/unit_test.hpp>

#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <system_error>
#include <vector>

namespace troupe::test {

/// A folder for logs, gone when this is. What the process's own log is told
/// goes there, too.
class scratch_log {
public:
  scratch_log() {
    auto name
      = (std::filesystem::temp_directory_path() / "troupe-XXXXXX").string();
    BOOST_TEST_REQUIRE(::mkdtemp(name.data()) != nullptr);
    folder_ = name;
    open_own();
  }
  ~scratch_log() {
    runtime::log::close();
    auto ignored = std::error_code{};
    std::filesystem::remove_all(folder_, ignored);
  }
  scratch_log(const scratch_log&) = delete;
  scratch_log& operator=(const scratch_log&) = delete;

  std::string path(const char* name = "access.log") const {
    return (folder_ / name).string();
  }

  /// What is in a file of the folder.
  std::string text(const char* name = "access.log") const {
    std::ifstream in{path(name)};
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
  }

  /// What the process's own log was told until now, from the event's name on.
  std::vector<std::string> told() {
    runtime::log::close();
    std::ifstream in{path("own")};
    std::vector<std::string> result;
    for (std::string line; std::getline(in, line);) {
      line.erase(0, line.find(' ') + 1);
      result.push_back(line.substr(line.find(' ') + 1));
    }
    open_own();
    return result;
  }

private:
  void open_own() {
    BOOST_TEST_REQUIRE(runtime::log::open({.file = path("own")}) == "");
  }

  std::filesystem::path folder_;
};

} // namespace troupe::test
