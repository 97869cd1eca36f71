#include "runtime/files/directory_watch.hpp"

#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <utility>

namespace troupe::runtime::files {

namespace {

// Not IN_MODIFY: who writes will close, and is not done before. IN_ATTRIB, for
// it may be rights that were missing.
constexpr std::uint32_t interest = IN_CREATE | IN_DELETE | IN_MOVED_FROM
                                   | IN_MOVED_TO | IN_CLOSE_WRITE | IN_ATTRIB
                                   | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR;

std::error_code last_error() {
  return {errno, std::generic_category()};
}

} // namespace

directory_watch::directory_watch(loop::event_loop& loop, std::string path,
                                 heard on_change)
  : loop_(loop), path_(std::move(path)), on_change_(std::move(on_change)) {
  // nop
}

std::error_code directory_watch::follow() {
  if (!fd_) {
    auto fd = net::fd{::inotify_init1(IN_NONBLOCK | IN_CLOEXEC)};
    if (!fd)
      return last_error();
    auto place = loop_.watch(fd.get(), *this);
    if (!place)
      return place.error();
    fd_ = std::move(fd);
    place_ = *std::move(place);
  }
  auto now = ::inotify_add_watch(fd_.get(), path_.c_str(), interest);
  auto problem = now < 0 ? last_error() : std::error_code{};
  if (auto before = std::exchange(followed_, now); before >= 0 && before != now)
    ::inotify_rm_watch(fd_.get(), before);
  return problem;
}

void directory_watch::on_ready(loop::readiness) {
  alignas(inotify_event) std::array<std::byte, 16384> events;
  auto any = false;
  while (::read(fd_.get(), events.data(), events.size()) > 0)
    any = true;
  if (any)
    on_change_();
}

} // namespace troupe::runtime::files
