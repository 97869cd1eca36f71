#pragma once

#include <boost/test/unit_test.hpp>

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <ctime>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <system_error>

namespace troupe::test {

/// A directory for sockets and files, gone when this is.
class scratch_directory {
public:
  scratch_directory() {
    auto name
      = (std::filesystem::temp_directory_path() / "troupe.XXXXXX").string();
    BOOST_TEST_REQUIRE(::mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  ~scratch_directory() {
    auto ignored = std::error_code{};
    std::filesystem::remove_all(path_, ignored);
  }
  scratch_directory(const scratch_directory&) = delete;
  scratch_directory& operator=(const scratch_directory&) = delete;

  const std::filesystem::path& path() const noexcept { return path_; }

  /// Writes a file, and the directories that it needs.
  void write(std::string_view name, std::string_view text) const {
    auto place = path_ / name;
    std::filesystem::create_directories(place.parent_path());
    std::ofstream{place, std::ios::binary} << text;
  }
  /// Says that the file was changed then, in seconds since 1970.
  void date(std::string_view name, std::time_t seconds,
            long nanoseconds = 0) const {
    auto when = timespec{.tv_sec = seconds, .tv_nsec = nanoseconds};
    const timespec both[] = {when, when};
    BOOST_TEST_REQUIRE(::utimensat(AT_FDCWD, (path_ / name).c_str(), both, 0)
                       == 0);
  }
  void link(std::string_view name, std::string_view to) const {
    std::filesystem::create_symlink(to, path_ / name);
  }

private:
  std::filesystem::path path_;
};

} // namespace troupe::test
