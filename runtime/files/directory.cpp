#include "runtime/files/directory.hpp"

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

namespace troupe::runtime::files {

namespace {

/// The kernel gives up, rather than err, when somebody renames directories
/// meanwhile.
constexpr auto attempts = 8;

std::uint64_t resolve_flags(symlinks allowed) noexcept {
  switch (allowed) {
    case symlinks::never: return RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS;
    case symlinks::beneath: return RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS;
    case symlinks::anywhere: return RESOLVE_NO_MAGICLINKS;
  }
  return RESOLVE_BENEATH;
}

} // namespace

codecs::result<directory, std::error_code>
directory::open(const std::string& path) {
  auto x = net::fd{::open(path.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)};
  if (!x)
    return std::error_code{errno, std::generic_category()};
  return directory{std::move(x)};
}

codecs::result<open_file, std::error_code>
directory::open_entry(const std::string& name, symlinks allowed) const {
  auto how = open_how{};
  how.flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;
  how.resolve = resolve_flags(allowed);
  const auto* text = name.empty() ? "." : name.c_str();
  auto number = -1L;
  for (auto i = 0; number < 0 && i < attempts; ++i) {
    number = ::syscall(SYS_openat2, fd_.get(), text, &how, sizeof(how));
    if (number < 0 && errno != EAGAIN && errno != EINTR)
      break;
  }
  if (number < 0)
    return std::error_code{errno, std::generic_category()};
  return open_file::take(net::fd{static_cast<int>(number)});
}

} // namespace troupe::runtime::files
