#include "runtime/config/file.hpp"

#include "runtime/net/fd.hpp"

#include <fcntl.h>
#include <fmt/format.h>
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

} // namespace

codecs::result<std::string, unreadable> read_file(const std::string& path) {
  net::fd file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
  if (!file)
    return because_of(errno);
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
    if (text.size() > most_octets)
      return unreadable{"this file is larger than 16 MiB"};
  }
}

} // namespace troupe::runtime::config
