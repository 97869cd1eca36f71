#include "runtime/files/open_file.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

namespace troupe::runtime::files {

namespace {

using codecs::result;

std::error_code last_error() {
  return {errno, std::generic_category()};
}

result<file_state, std::error_code> state_of(const net::fd& x) {
  using enum file_state::kind;
  struct stat got = {};
  if (::fstat(x.get(), &got) != 0)
    return last_error();
  return file_state{.what = S_ISREG(got.st_mode)   ? file
                            : S_ISDIR(got.st_mode) ? directory
                                                   : other,
                    .inode = got.st_ino,
                    .size = static_cast<std::uint64_t>(got.st_size),
                    .modified
                    = std::chrono::seconds{got.st_mtim.tv_sec}
                      + std::chrono::nanoseconds{got.st_mtim.tv_nsec}};
}

} // namespace

result<open_file, std::error_code> open_file::take(net::fd x) {
  auto state = state_of(x);
  if (!state)
    return state.error();
  return open_file{std::move(x), *state};
}

result<std::size_t, std::error_code>
open_file::read(std::span<std::byte> to, std::uint64_t offset) const {
  auto done = std::size_t{0};
  while (done < to.size()) {
    auto n = ::pread(fd_.get(), to.data() + done, to.size() - done,
                     static_cast<off_t>(offset + done));
    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0)
      return last_error();
    if (n == 0)
      break;
    done += static_cast<std::size_t>(n);
  }
  return done;
}

result<file_state, std::error_code> open_file::look() const {
  return state_of(fd_);
}

} // namespace troupe::runtime::files
