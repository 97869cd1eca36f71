#include "runtime/config/file.hpp"

#include "runtime/config/size.hpp"
#include "runtime/net/fd.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

namespace troupe::runtime::config {

namespace {

// What people write by hand is smaller by orders of magnitude.
constexpr std::size_t most_octets = 16 * 1024 * 1024;

unreadable because_of(int error) {
  switch (error) {
    case ENOENT: return {"there is no such file"};
    case EISDIR: return {"this is a directory, not a file"};
    case EACCES: return {"we may not read this file"};
    default:
      return {fmt::format("this file cannot be read: {}",
                          std::generic_category().message(error))};
  }
}

codecs::result<std::string, unreadable> read_all(const net::fd& file,
                                                 std::size_t most) {
  std::string text;
  std::array<char, 16384> piece;
  while (true) {
    auto got = ::read(file.get(), piece.data(), piece.size());
    if (got < 0 && errno == EINTR)
      continue;
    if (got < 0)
      return because_of(errno);
    if (got == 0)
      return text;
    text.append(piece.data(), static_cast<std::size_t>(got));
    if (text.size() > most)
      return unreadable{
        fmt::format("this file is larger than {}", to_size_string(most))};
  }
}

} // namespace

codecs::result<std::string, unreadable> read_file(const std::string& path) {
  net::fd file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
  if (!file)
    return because_of(errno);
  return read_all(file, most_octets);
}

codecs::result<std::string, unreadable>
read_regular_file(const std::string& path, std::size_t most) {
  net::fd file{
    ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)};
  struct stat what = {};
  if (!file || ::fstat(file.get(), &what) != 0)
    return because_of(errno);
  if (S_ISDIR(what.st_mode))
    return because_of(EISDIR);
  if (!S_ISREG(what.st_mode))
    return unreadable{"this is not a regular file"};
  return read_all(file, most);
}

} // namespace troupe::runtime::config
